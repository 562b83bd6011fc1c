package io.selfsame.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.process.Service;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import io.selfsame.testing.TestSpace;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service in a process of its own with a heap of 700 MB: every {@link Attack} at once, and a {@link Neighbour} who
 * must not notice. Times are reported, never asserted, but for the end by SIGTERM.
 *
 * <p>{@code -Dsiege=full} is the full form, which takes most of an hour. {@code -Dsiege.data=FOLDER} keeps the filled store for the next time.
 */
class SiegeIT {

    private static final List<String> JVM = List.of("-Xmx700m", "-XX:+ExitOnOutOfMemoryError");

    /** How much more the heap may hold after than before: caches that were empty at first, and have limits. */
    private static final int GROWTH_MEGABYTES = 150;

    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int SIGTERM = 143;

    @TempDir
    Path temporary;

    private final Scale scale = Scale.chosen();
    private final Report report = new Report(scale);
    private final Acknowledged acknowledged = new Acknowledged();

    @Test
    void theServiceKeepsAnsweringWhateverComes() throws Exception {
        String kept = System.getProperty("siege.data");
        Path folder = kept == null ? temporary : Files.createDirectories(Path.of(kept));
        Path data = folder.resolve("data");
        try {
            try (var service = Service.embedded(data, JVM)) {
                var siege = besiege(service, folder);
                stop(service, siege);
            } catch (AssertionError | UncheckedIOException e) {
                report.fault("the service could not be asked any more: " + e);
            }
            try (var again = Service.embedded(data, JVM); var graph = again.graph(data)) {
                List<String> lost = acknowledged.lost(graph);
                report.say(acknowledged.size() + " events were acknowledged, " + lost.size() + " of them are lost");
                if (!lost.isEmpty()) {
                    report.fault("acknowledged and lost: " + lost.size() + ", like " + lost.getFirst());
                }
            }
        } finally {
            report.end();
        }
        assertEquals(List.of(), report.faults());
    }

    private Siege besiege(Service service, Path folder) {
        TestSpace big = BigSpace.of(service, folder, scale);
        String visit = Long.toString(System.currentTimeMillis(), 36);
        TestSpace hostile = service.newSpace("hostile-" + visit, Service.ADMIN_TOKEN);
        TestSpace quiet = service.newSpace("quiet-" + visit, Service.ADMIN_TOKEN);
        var siege = new Siege(scale, big, hostile, acknowledged, service.child()::isAlive);
        Backfill.clear(siege);
        Neighbour.defineAudience(quiet);
        var idle = new Neighbour(quiet, "idle", acknowledged, service.child()::isAlive);
        idle.visit(scale.singles(), 1, scale.patience());
        report(idle.tallies(), idle.faults());
        List<Attack> attacks = attacks(hostile, service.newSpace("unread-" + visit, Service.ADMIN_TOKEN), scale);
        Heap before = Heap.of(service.child().pid());
        List<Tally> tallies = attacks.stream().map(attack -> new Tally(attack.title())).toList();
        var besieged = new Neighbour(quiet, "besieged", acknowledged, service.child()::isAlive);
        var health = new HealthWatch(service);
        try (health) {
            List<Thread> attackers = new ArrayList<>();
            for (int i = 0; i < attacks.size(); i++) {
                attackers.add(start(attacks.get(i), siege, tallies.get(i)));
            }
            besieged.visit(scale.singles(), scale.rounds(), scale.patience());
            siege.end();
            Siege.join(attackers);
        }
        report(besieged.tallies(), besieged.faults());
        report(health.tallies(), health.faults());
        ratio(idle, besieged);
        report.add(tallies);
        requireAlive(service);
        for (int i = 0; i < attacks.size(); i++) {
            report.faults(attacks.get(i).faults(siege, tallies.get(i)));
        }
        requireFlat(before, service);
        return siege;
    }

    /** @param unread whose long answers are not taken; others of the hostile space would take its turns */
    private static List<Attack> attacks(TestSpace hostile, TestSpace unread, Scale scale) {
        String key = Wire.key(hostile.writeKey());
        List<Attack> attacks = new ArrayList<>(List.of(new HalfSentBodies("half-sent bodies"),
                new HalfSentBodies("half-sent bodies with a key", key), SlowSenders.ofHeads(),
                SlowSenders.ofBodies("slow bodies"), SlowSenders.ofBodies("slow bodies with a key", key),
                new SlowReaders(), new BigReads(), new Flood(), new CollidingNames(), new Backfill()));
        if (scale.full()) {
            // HalfSentBodiesIT and UnreadAnswersIT do the same by themselves, within the time of a build.
            attacks.addAll(List.of(HalfSentHeads.ofMany(), HalfSentHeads.ofLarge(), new UnreadAnswers(unread)));
        }
        attacks.addAll(List.of(HeavyQuestions.values()));
        attacks.addAll(HostileRequests.all(hostile));
        return attacks;
    }

    private static Thread start(Attack attack, Siege siege, Tally tally) {
        return Thread.ofVirtual().start(() -> {
            try {
                attack.run(siege, tally);
            } catch (Exception | AssertionError e) {
                tally.count("failed: " + e);
            }
        });
    }

    private void report(List<Tally> tallies, List<String> faults) {
        report.add(tallies);
        report.faults(faults);
    }

    private void ratio(Neighbour idle, Neighbour besieged) {
        for (int i = 0; i < 2; i++) {
            report.say(String.format(Locale.ROOT, "%s: p50 is %.1f times that of an idle service", besieged.tallies()
                    .get(i).name(), besieged.tallies().get(i).millis(50) / idle.tallies().get(i).millis(50)));
        }
    }

    private void requireAlive(Service service) {
        if (!service.child().isAlive()) {
            throw new AssertionError("the service has ended:\n" + lastLines(service));
        }
        String live = Wire.ask(service.url(), Wire.request("GET", "/health/live", "")).outcome();
        if (!live.equals("200")) {
            throw new AssertionError("/health/live after the siege: " + live + "\n" + lastLines(service));
        }
        if (service.child().hasPrinted("OutOfMemoryError")) {
            report.fault("OutOfMemoryError in the log");
        }
        if (service.child().hasPrinted("StackOverflowError")) {
            report.fault("StackOverflowError in the log");
        }
        report.say("log lines of the service: " + service.child().lines().size());
    }

    private static String lastLines(Service service) {
        List<String> lines = service.child().lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** What was under way when the siege ended may go on for a while; what it holds must be given back. */
    private void requireFlat(Heap before, Service service) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Heap after = Heap.of(service.child().pid());
        while (after.megabytes() > before.megabytes() + GROWTH_MEGABYTES && System.nanoTime() < end) {
            Siege.pause(2_000);
            after = Heap.of(service.child().pid());
        }
        report.say("heap in use: " + before.megabytes() + " MB before, " + after.megabytes() + " MB after; platform "
                + "threads: " + before.threads() + " before, " + after.threads() + " after");
        if (after.megabytes() > before.megabytes() + GROWTH_MEGABYTES) {
            report.fault("the heap has grown from " + before.megabytes() + " to " + after.megabytes() + " MB");
        }
    }

    /** While the heaviest of questions are being answered. */
    private void stop(Service service, Siege siege) {
        Backfill.clear(siege);
        HeavyQuestions.begin(siege);
        long started = System.nanoTime();
        service.child().terminate();
        int exit = service.child().exitCode();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        report.say("SIGTERM: ended after " + seconds + " s with " + exit);
        if (seconds > STOP.toSeconds() || exit != SIGTERM) {
            report.fault("SIGTERM: ended after " + seconds + " s with " + exit);
        }
    }
}
