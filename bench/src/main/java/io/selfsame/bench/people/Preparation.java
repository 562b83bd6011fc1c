package io.selfsame.bench.people;

import io.selfsame.bench.http.Counters;
import io.selfsame.bench.http.JsonAnswer;
import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.PreparedRequest;
import io.selfsame.bench.http.RequestSender;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes the known population: one identify for each person, so that reads find everyone. */
public final class Preparation {
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
    public static void run(ServerAddress target, SpaceAccess space, PopulationCrowd crowd)
            throws IOException, InterruptedException {
        Counters counters = new Counters();
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            PopulationRequests requests = new PopulationRequests(space, crowd.population(FIRST_STREAM + i),
                    BATCH);
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

    private static void introduce(ServerAddress target, PopulationRequests requests, int people, AtomicInteger next,
            Counters counters) {
        try (RequestSender sender = new RequestSender(target, counters, true)) {
            long deadline = System.nanoTime() + PATIENCE;
            while (counters.errors.sum() == 0) {
                int first = next.getAndAdd(BATCH);
                if (first >= people) {
                    return;
                }
                PreparedRequest introductions = requests.introductions(first, Math.min(people, first + BATCH));
                if (!sender.send(Operation.BATCH, introductions, deadline)) {
                    counters.error("a batch was not taken");
                }
            }
        }
    }

    /** A 200 could hide an empty answer: one person's traits are looked at. */
    private static void readBack(ServerAddress target, SpaceAccess space, int person) throws IOException {
        Template.SlotValues values = new Template.SlotValues();
        values.user = person;
        try (JsonApi profiles = JsonApi.profiles(target, space)) {
            JsonAnswer answer = profiles.get(PopulationRequests.path(space).text(values));
            if (answer.status() != 200 || !answer.text().contains("@example.com")) {
                throw new IOException("reading a person who was just written answered " + answer.status() + ": "
                        + answer.text());
            }
        }
    }
}
