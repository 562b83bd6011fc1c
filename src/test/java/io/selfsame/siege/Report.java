package io.selfsame.siege;

import io.selfsame.siege.client.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of it, as a table for people: printed as it comes, and kept in {@code target/siege.txt}. */
final class Report {

    private static final Path FILE = Path.of("target", "siege.txt");

    private final List<String> lines = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    Report(Scale scale) {
        say("Siege, " + (scale.full() ? "full" : "short") + " form: " + scale);
        say(row("what", "p50 ms", "p99 ms", "outcomes"));
    }

    /** Shown at once, as a full siege takes long. */
    void say(String line) {
        lines.add(line);
        System.out.println(line);
    }

    void add(List<Tally> tallies) {
        for (Tally tally : tallies) {
            boolean timed = tally.millis(50) > 0;
            say(row(tally.name(), timed ? number(tally.millis(50)) : "", timed ? number(tally.millis(99)) : "",
                    tally.outcomes()));
            faults.addAll(tally.failures());
        }
    }

    void fault(String what) {
        faults.add(what);
    }

    void faults(List<String> found) {
        faults.addAll(found);
    }

    /** What was wrong, each once. */
    List<String> faults() {
        return faults.stream().distinct().toList();
    }

    /** Ends with what was wrong, and keeps all of it. */
    void end() {
        faults().forEach(fault -> say("WRONG: " + fault));
        String text = String.join("\n", lines) + "\n";
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE.toString(), e);
        }
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, "%,.1f", millis);
    }

    private static String row(String what, String p50, String p99, String outcomes) {
        return String.format(Locale.ROOT, "%-36s %10s %10s  %s", what, p50, p99, outcomes);
    }
}
