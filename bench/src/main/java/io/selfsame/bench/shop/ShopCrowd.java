package io.selfsame.bench.shop;

import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.RequestSource;
import io.selfsame.bench.load.RequestStream;

/** The crowd of a history. */
public record ShopCrowd(HistoryState state, long run) implements RequestSource {
    @Override
    public RequestStream requests(Plan plan, SpaceAccess space, int connection) {
        return new ShopRequests(this, new ShopBatch(space, false), plan.eventsPerBatch(), connection);
    }
}
