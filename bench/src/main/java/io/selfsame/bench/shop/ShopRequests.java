package io.selfsame.bench.shop;

import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.PreparedRequest;
import io.selfsame.bench.load.RequestStream;
import java.util.SplittableRandom;

/** Batches of what people of the history do now, everybody alike. */
final class ShopRequests implements RequestStream {
    private final HistoryState state;
    private final ShopNow now;
    private final ShopMessages messages;
    private final ShopBatch batch;
    private final SplittableRandom random;
    private final int eventsPerBatch;
    private final String mark;
    private long sent;

    ShopRequests(ShopCrowd crowd, ShopBatch batch, int eventsPerBatch, int connection) {
        this.state = crowd.state();
        this.batch = batch;
        this.eventsPerBatch = eventsPerBatch;
        now = new ShopNow(state, crowd.run() << 12 | connection);
        messages = new ShopMessages(state.seed(), state.until());
        random = new SplittableRandom(crowd.run() << 12 | connection);
        mark = "now-" + crowd.run() + "-" + connection + "-";
    }

    @Override
    public int percent() {
        return random.nextInt(100);
    }

    /** Batches are all there is. */
    @Override
    public PreparedRequest prepare(Operation operation) {
        if (operation != Operation.BATCH) {
            throw new IllegalArgumentException("the crowd of a history sends batches only");
        }
        batch.begin();
        for (int i = 0; i < eventsPerBatch; i++) {
            batch.add(messages, now.event(random.nextInt(state.complete())), mark + sent++);
        }
        return batch.finish();
    }
}
