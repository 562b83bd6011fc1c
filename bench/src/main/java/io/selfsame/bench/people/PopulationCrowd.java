package io.selfsame.bench.people;

import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.RequestSource;
import io.selfsame.bench.load.RequestStream;

/** Who sends: see {@link Population}. */
public record PopulationCrowd(int people, long seed, long run) implements RequestSource {
    Population population(int connection) {
        return new Population(people, seed, run, connection);
    }

    @Override
    public RequestStream requests(Plan plan, SpaceAccess space, int connection) {
        return new PopulationRequests(space, population(connection),
                plan.mix().batches() > 0 ? plan.eventsPerBatch() : 1);
    }
}
