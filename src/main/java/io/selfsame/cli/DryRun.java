package io.selfsame.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** Reads a source as an import would, and says what it found. */
final class DryRun {
    private static final int SHOWN = 5;

    private DryRun() {}

    static void of(String name, Items source, PrintWriter out) throws IOException {
        Tally tally = new Tally();
        try (Items items = source) {
            for (Optional<Item> next = items.next(); next.isPresent(); next = items.next()) {
                switch (next.get()) {
                    case Item.Message message -> {
                        if (tally.accepted() == 0) {
                            out.println(name + ": the first message: " + message.json());
                        }
                        tally.accept(1);
                    }
                    case Item.Malformed bad -> {
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
    }
}
