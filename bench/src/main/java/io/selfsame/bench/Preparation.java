package io.selfsame.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes the known population: one identify for each person, so that reads find everyone. */
final class Preparation {
    private static final int CONNECTIONS = 8;
    private static final int BATCH = 100;
    /** Numbers of the streams that prepare: above those of any load. */
    private static final int FIRST_STREAM = 4000;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);

    private Preparation() {}

    /**
     * Writes people 0 up to, not with, {@code crowd.people()} and reads the last one back. Doing it twice changes nothing but
     * the traits.
     *
     * @throws IOException
     *             when a batch fails, or the read does not find the person
     */
    static void run(Target target, Space space, Load.Crowd crowd) throws IOException, InterruptedException {
        Counters counters = new Counters();
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            PopulationRequests requests = new PopulationRequests(target.host(), space,
                    crowd.population(FIRST_STREAM + i), BATCH);
            threads.add(Thread.ofPlatform().daemon().name("prepare-" + i)
                    .start(() -> introduce(target, requests, crowd.people(), next, counters)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (counters.errors.sum() > 0) {
            throw new IOException("the population could not be written: " + counters.sample().orElse(""));
        }
        readBack(target, space, crowd.people() - 1);
    }

    private static void introduce(Target target, PopulationRequests requests, int people, AtomicInteger next,
            Counters counters) {
        try (HttpConnection connection = new HttpConnection(target.address())) {
            Sender sender = new Sender(connection, counters, true);
            long deadline = System.nanoTime() + PATIENCE;
            while (counters.errors.sum() == 0) {
                int first = next.getAndAdd(BATCH);
                if (first >= people) {
                    return;
                }
                requests.prepareIntroductions(first, Math.min(people, first + BATCH));
                if (!sender.send(Operation.BATCH, requests, deadline)) {
                    counters.error("a batch was not taken");
                }
            }
        }
    }

    /** A 200 could hide an empty answer: one person's traits are looked at. */
    private static void readBack(Target target, Space space, int person) throws IOException {
        Template.Values values = new Template.Values();
        values.user = person;
        byte[] request = new byte[2048];
        int length = PopulationRequests.read(target.host(), space).write(values, request, 0);
        try (HttpConnection connection = new HttpConnection(target.address())) {
            HttpAnswer answer = connection.exchange(request, 0, length);
            if (answer.status() != 200 || !answer.body().contains("@example.com")) {
                throw new IOException("reading a person who was just written answered " + answer.status() + ": "
                        + answer.body());
            }
        }
    }
}
