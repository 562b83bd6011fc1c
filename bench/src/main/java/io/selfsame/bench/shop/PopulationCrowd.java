package io.selfsame.bench.shop;

import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.RequestSource;
import io.selfsame.bench.load.RequestStream;
import java.time.Instant;

/**
 * The people of the standard workloads: see {@link Population}.
 *
 * @param people
 *            how many are known
 * @param run
 *            mark of this run, 27 bits, not 0, for message IDs and new people that no other run sends
 */
public record PopulationCrowd(int people, long seed, long run) implements RequestSource {
    /** The known people signed up before this. */
    private static final Instant OPENED = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public RequestStream requests(Plan plan, SpaceAccess space, int connection) {
        return new ShopRequests(space, messages(), new Population(this, connection), plan.eventsPerBatch(),
                mark(Integer.toString(connection)));
    }

    ShopMessages messages() {
        return new ShopMessages(seed, OPENED);
    }

    /** Start of the IDs of messages. */
    String mark(String who) {
        return "bench-" + run + "-" + who + "-";
    }
}
