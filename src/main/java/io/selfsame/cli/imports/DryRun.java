package io.selfsame.cli.imports;

import io.selfsame.cli.EventTally;
import io.selfsame.cli.HumanText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a source as an import would, and says what it found. With a write key the service checks what it would check of events that
 * are sent: identifiers, times and limits. Not thread-safe.
 */
final class DryRun {
    private static final int SHOWN = 5;

    private final String name;
    private final Optional<BatchSender> service;
    private final int batchSize;
    private final PrintWriter out;
    private final EventTally tally = new EventTally();
    private final NotedParts noted = new NotedParts();
    private final List<ImportItem.ReadyMessage> messages = new ArrayList<>();
    private int bytes;
    private boolean begun;

    private DryRun(String name, Optional<BatchSender> service, int batchSize, PrintWriter out) {
        this.name = name;
        this.service = service;
        this.batchSize = batchSize;
        this.out = out;
    }

    /**
     * How many would be rejected.
     *
     * @param service has batches checked; empty to read only
     * @param batchSize messages of a batch
     */
    static long of(String name, ImportItems source, Optional<BatchSender> service, int batchSize, PrintWriter out)
            throws IOException, InterruptedException {
        return new DryRun(name, service, batchSize, out).run(source);
    }

    private long run(ImportItems source) throws IOException, InterruptedException {
        try (ImportItems items = source) {
            for (Optional<ImportItem> next = items.next(); next.isPresent(); next = items.next()) {
                switch (next.get()) {
                    case ImportItem.ReadyMessage message -> add(message);
                    case ImportItem.Malformed bad -> reject(bad.line(), bad.code(), bad.message());
                }
            }
        }
        check();
        printEmptyRows(source, out);
        noted.print(out);
        out.println(name + ": nothing stored. Messages: "
                + tally.text().replace("accepted", service.isPresent() ? "would be accepted" : "readable"));
        if (service.isEmpty()) {
            out.println(
                    "  They were only read. With --write-key the service checks their identifiers, times and limits too.");
        }
        out.flush();
        return tally.rejected();
    }

    static void printEmptyRows(ImportItems items, PrintWriter out) {
        if (items.emptyRows() > 0) {
            out.println("  rows of empty cells, passed over: " + HumanText.number(items.emptyRows()));
        }
    }

    private void add(ImportItem.ReadyMessage message) throws InterruptedException {
        if (!begun) {
            out.println(name + ": the first message: " + message.json());
            begun = true;
        }
        if (service.isEmpty()) {
            tally.accept(1);
            return;
        }
        int size = message.json().getBytes(StandardCharsets.UTF_8).length + 1;
        if (bytes + size > Importer.MAX_BATCH_BYTES || messages.size() >= batchSize) {
            check();
        }
        messages.add(message);
        bytes += size;
    }

    private void check() throws InterruptedException {
        if (service.isEmpty() || messages.isEmpty()) {
            return;
        }
        BatchSender.BatchOutcome outcome = service.get()
                .send(messages.stream().map(ImportItem.ReadyMessage::json).toList());
        tally.accept(outcome.accepted());
        outcome.rejected().forEach(
                rejected -> reject(messages.get(rejected.index()).line(), rejected.code(), rejected.message()));
        outcome.noted().forEach(note -> noted.add(note, messages.get(note.index()).line()));
        messages.clear();
        bytes = 0;
    }

    private void reject(long line, String code, String message) {
        tally.reject(code, 1);
        if (tally.rejected() <= SHOWN) {
            out.println("  line " + line + ": " + code + ": " + message);
        }
    }
}
