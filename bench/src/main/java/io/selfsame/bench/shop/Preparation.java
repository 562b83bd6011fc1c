package io.selfsame.bench.shop;

import io.selfsame.bench.http.Counters;
import io.selfsame.bench.http.JsonAnswer;
import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.RequestSender;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Writes the known population: one identify for each person, so that reads find everyone. */
public final class Preparation {
    private static final int CONNECTIONS = 8;
    private static final int BATCH = 100;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);

    private Preparation() {}

    /**
     * Writes people 0 up to, not with, {@code crowd.people()} and reads the last one back. Doing it twice changes nothing but
     * the traits.
     *
     * @throws IOException
     *             when a batch fails, or the read does not find the person
     */
    public static void run(ServerAddress target, SpaceAccess space, PopulationCrowd crowd)
            throws IOException, InterruptedException {
        Counters counters = new Counters();
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("prepare-" + i)
                    .uncaughtExceptionHandler((thread, e) -> counters.error("the driver failed: " + e))
                    .start(() -> introduce(target, space, crowd, next, counters)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (counters.errors.sum() > 0) {
            throw new IOException("the population could not be written: " + counters.sample().orElse(""));
        }
        readBack(target, space, crowd.people() - 1);
    }

    private static void introduce(ServerAddress target, SpaceAccess space, PopulationCrowd crowd, AtomicInteger next,
            Counters counters) {
        ShopCalls calls = new ShopCalls(space, crowd.messages(), false);
        String mark = crowd.mark("known");
        try (RequestSender sender = new RequestSender(target, counters, true)) {
            long deadline = System.nanoTime() + PATIENCE;
            while (counters.errors.sum() == 0) {
                int first = next.getAndAdd(BATCH);
                if (first >= crowd.people()) {
                    return;
                }
                List<ShopCalls.Message> introductions = IntStream.range(first, Math.min(crowd.people(), first + BATCH))
                        .mapToObj(person -> new ShopCalls.Message(Population.introduction(person), mark + person))
                        .toList();
                if (!sender.send(Operation.BATCH, calls.batch(introductions), deadline)) {
                    counters.error("a batch was not taken");
                }
            }
        }
    }

    /** A 200 could hide an empty answer: one person's traits are looked at. */
    private static void readBack(ServerAddress target, SpaceAccess space, int person) throws IOException {
        try (JsonApi profiles = JsonApi.profiles(target, space)) {
            JsonAnswer answer = profiles.get(ShopRequests.path(space, "user_id:" + ShopPerson.userId(person)));
            if (answer.status() != 200 || !answer.text().contains("@example.com")) {
                throw new IOException("reading a person who was just written answered " + answer.status() + ": "
                        + answer.text());
            }
        }
    }
}
