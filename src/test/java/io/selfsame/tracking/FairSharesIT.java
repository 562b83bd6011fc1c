package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One sender sends all it can; the events of others are taken all the same. */
@Slow
class FairSharesIT {

    private static final int CONNECTIONS = 9;
    private static final int EVENTS = 20;
    private static final int SENDERS = 5;
    private static final String BATCH = IntStream.range(0, 2_500)
            .mapToObj(i -> "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"f" + i % 50 + "\"}")
            .collect(Collectors.joining(",", "[", "]"));

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /** Batches as large as they come, as fast as they go, until the end. */
    private Thread flood(TestSpace space) {
        return Thread.ofVirtual().start(() -> {
            while (!ended.get()) {
                (space.batch(BATCH).status() == 200 ? taken : refused).incrementAndGet();
            }
        });
    }

    private double shareOfSinglesTaken(TestSpace flooded, TestSpace neighbour, String neighboursKey)
            throws InterruptedException {
        List<Thread> flood = Stream.generate(() -> flood(flooded)).limit(CONNECTIONS).toList();
        var answered = new AtomicInteger();
        try {
            Await.until("the flood is more than is taken", () -> refused.get() > 0 && taken.get() > 0);
            // A few at once, as each waits for a round of the writer, and a round under a flood is long.
            try (var senders = Executors.newFixedThreadPool(SENDERS)) {
                for (int i = 0; i < EVENTS; i++) {
                    String event = "{\"event\":\"E\",\"userId\":\"n" + i + "\"}";
                    senders.execute(() -> {
                        Reply reply = Http.send(neighbour.url(), "POST", "/v1/track", event, "Authorization",
                                Http.basic(neighboursKey));
                        answered.addAndGet(reply.status() == 200 ? 1 : 0);
                    });
                }
            }
        } finally {
            ended.set(true);
            for (Thread one : flood) {
                one.join();
            }
        }
        return answered.doubleValue() / EVENTS;
    }

    @Test
    void aNeighboursEventsAreTakenUnderAFlood() throws InterruptedException {
        TestSpace flooded = TestServer.shared().newSpace();
        TestSpace neighbour = TestServer.shared().newSpace();
        assertThat(shareOfSinglesTaken(flooded, neighbour, neighbour.writeKey())).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void theEventsOfAnotherWriteKeyOfTheSpaceAreTakenUnderAFlood() throws InterruptedException {
        TestSpace space = TestServer.shared().newSpace();
        String other = space.manage("POST", "write-keys", "{\"name\":\"other\"}").ok().body()
                .findValue("secret").asText();
        assertThat(shareOfSinglesTaken(space, space, other)).isGreaterThanOrEqualTo(0.95);
    }
}
