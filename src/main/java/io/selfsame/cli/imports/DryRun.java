package io.selfsame.cli.imports;

import io.selfsame.cli.EventTally;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** Reads a source as an import would, and says what it found. */
final class DryRun {
    private static final int SHOWN = 5;

    private DryRun() {}

    /** How many would be rejected. */
    static long of(String name, ImportItems source, PrintWriter out) throws IOException {
        EventTally tally = new EventTally();
        try (ImportItems items = source) {
            for (Optional<ImportItem> next = items.next(); next.isPresent(); next = items.next()) {
                switch (next.get()) {
                    case ImportItem.ReadyMessage message -> {
                        if (tally.accepted() == 0) {
                            out.println(name + ": the first message: " + message.json());
                        }
                        tally.accept(1);
                    }
                    case ImportItem.Malformed bad -> {
                        tally.reject(bad.code(), 1);
                        if (tally.rejected() <= SHOWN) {
                            out.println("  line " + bad.line() + ": " + bad.code() + ": " + bad.message());
                        }
                    }
                }
            }
        }
        out.println(name + ": nothing sent. Messages: " + tally.text().replace("accepted", "readable"));
        out.flush();
        return tally.rejected();
    }
}
