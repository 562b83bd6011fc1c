package io.selfsame.bench.compute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.bench.http.Counters;
import io.selfsame.bench.http.JsonAnswer;
import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Known people who one after the other put something into their cart, which makes them a member of the audience at once. Each
 * is then looked for every {@value #POLL_MILLIS} ms until the effect is seen; the time counts from the answer to
 * the event, and is too long by half that interval in the mean.
 */
final class Probes {
    static final String AUDIENCE = "cart_abandoned";
    private static final int POLL_MILLIS = 100;
    private static final int THREADS = 4;
    private static final int BATCH = 500;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

    /** By what it is seen that the event of a person has had its effect. */
    interface Effect {
        boolean isSeen(JsonApi profiles, String userId) throws IOException;

        /** That the Profile API says so. */
        static Effect membership(SpaceAccess space) {
            return (profiles, userId) -> profiles.get("/v1/spaces/" + space.id()
                    + "/collections/users/profiles/user_id:" + userId + "/traits?include=" + AUDIENCE).orFail().body()
                    .path("traits").path(AUDIENCE).asBoolean();
        }
    }

    private final ServerAddress target;
    private final SpaceAccess space;
    private final String mark;
    private final Effect effect;
    private final Counters counters = new Counters();
    private final List<Double> millis = new ArrayList<>();

    /**
     * Of one measure.
     *
     * @param mark
     *            what no other measure of this space has
     */
    Probes(ServerAddress target, SpaceAccess space, String mark, Effect effect) {
        this.target = target;
        this.space = space;
        this.mark = "probe-" + mark + "-";
        this.effect = effect;
    }

    /** Makes the people known, so that their event meets a profile as most events do. */
    void introduce(int people) throws IOException {
        try (JsonApi tracking = JsonApi.tracking(target, space)) {
            for (int first = 0; first < people; first += BATCH) {
                ObjectNode body = JsonApi.object();
                for (int i = first; i < Math.min(first + BATCH, people); i++) {
                    body.withArrayProperty("batch").addObject().put("type", "identify").put("userId", mark + i)
                            .put("messageId", mark + i + "-known").putObject("traits")
                            .put("email", mark + i + "@example.com");
                }
                JsonAnswer answer = tracking.post("/v1/batch", body).orFail();
                if (answer.body().path("accepted").asInt() != Math.min(BATCH, people - first)) {
                    throw new IOException("the probes were not taken: " + answer.text());
                }
            }
        }
    }

    /**
     * Sends the events evenly from {@code start} on, and waits for all memberships.
     *
     * @param start
     *            as {@link System#nanoTime}
     * @return milliseconds, one for each probe that became a member
     * @throws IOException
     *             when one did not, or a request failed
     */
    List<Double> run(int people, double perSecond, long start) throws IOException, InterruptedException {
        DelayQueue<Probe> queue = new DelayQueue<>();
        for (int i = 0; i < people; i++) {
            queue.add(new Probe(mark + i, 0, start + (long) (i * 1e9 / perSecond)));
        }
        AtomicInteger left = new AtomicInteger(people);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("probes-" + i)
                    .uncaughtExceptionHandler((thread, e) -> counters.error("the driver failed: " + e))
                    .start(() -> work(queue, left)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Optional<String> error = counters.sample();
        if (error.isPresent()) {
            throw new IOException(error.get());
        }
        return millis;
    }

    private void work(DelayQueue<Probe> queue, AtomicInteger left) {
        try (JsonApi tracking = JsonApi.tracking(target, space); JsonApi profiles = JsonApi.profiles(target, space)) {
            while (left.get() > 0 && counters.errors.sum() == 0) {
                Probe probe = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (probe == null) {
                    continue;
                }
                if (!probe.isSent()) {
                    send(tracking, probe);
                    queue.add(probe.taken(System.nanoTime()));
                } else if (effect.isSeen(profiles, probe.userId())) {
                    keep((System.nanoTime() - probe.answered()) / 1e6);
                    left.decrementAndGet();
                } else if (System.nanoTime() - probe.answered() > PATIENCE) {
                    throw new IOException(probe.userId() + " entered " + AUDIENCE + ", and that was not seen within "
                            + TimeUnit.NANOSECONDS.toSeconds(PATIENCE) + " s");
                } else {
                    queue.add(probe.again(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS)));
                }
            }
        } catch (IOException | InterruptedException e) {
            counters.error(String.valueOf(e.getMessage()));
        }
    }

    private static void send(JsonApi tracking, Probe probe) throws IOException {
        ObjectNode event = JsonApi.object().put("userId", probe.userId()).put("event", "Product Added").put("messageId",
                probe.userId() + "-added");
        event.putObject("properties").put("sku", "SKU-10000").put("cart_id", probe.userId()).put("price", 9.5);
        tracking.post("/v1/track", event).orFail();
    }

    private synchronized void keep(double value) {
        millis.add(value);
    }
}
