package io.selfsame.bench.shop;

import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.RequestSource;
import io.selfsame.bench.load.RequestStream;

/**
 * The people of a history: see {@link ShopNow}.
 *
 * @param run
 *            mark of this run, for message IDs that no other run sends
 */
public record HistoryCrowd(HistoryState state, long run) implements RequestSource {
    @Override
    public RequestStream requests(Plan plan, SpaceAccess space, int connection) {
        return new ShopRequests(space, new ShopMessages(state.seed(), state.until()),
                new ShopNow(state, run << 12 | connection), plan.eventsPerBatch(),
                "now-" + run + "-" + connection + "-");
    }
}
