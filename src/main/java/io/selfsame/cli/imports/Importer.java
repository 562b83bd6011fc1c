package io.selfsame.cli.imports;

import io.selfsame.cli.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Sends the items of one source, batch after batch, each acknowledged before the next: the order of the source is the
 * order in the space. Not thread-safe.
 */
public final class Importer {
    /** The service takes 500 KB; the rest is room for what goes around the messages. */
    public static final int MAX_BATCH_BYTES = 480_000;

    private static final long MOST_HELD = 16_000_000;

    private final BatchSender sender;
    private final Rejects rejects;
    private final Saved saved;
    private final Lock commit;
    private final int batchSize;
    private final List<ImportItem.ReadyMessage> messages = new ArrayList<>();
    private final List<ImportItem.Malformed> malformed = new ArrayList<>();
    private ImportState state;
    private int bytes;

    /** Characters of the source that wait for an answer, as what is rejected is kept as it was. */
    private long held;

    /** Called whenever more of the source is sure. */
    interface Saved {
        void accept(ImportState state, int events) throws IOException;
    }

    Importer(BatchSender sender, Rejects rejects, ImportState state, int batchSize, Lock commit,
            Saved saved) {
        this.sender = sender;
        this.rejects = rejects;
        this.state = state;
        this.batchSize = batchSize;
        this.saved = saved;
        this.commit = commit;
    }

    /**
     * Runs to the end of the source.
     *
     * @throws CliException if the service cannot be reached; what was acknowledged until then has been saved
     */
    ImportState run(ImportItems items) throws IOException, InterruptedException {
        long line = state.nextLine() - 1;
        for (Optional<ImportItem> next = items.next(); next.isPresent(); next = items.next()) {
            ImportItem item = next.get();
            if (item.line() < state.nextLine() && messages.isEmpty() && malformed.isEmpty()) {
                continue;
            }
            line = add(item, line);
        }
        flush(line);
        state = state.finished();
        saved.accept(state, 0);
        return state;
    }

    private long add(ImportItem item, long before) throws IOException, InterruptedException {
        switch (item) {
            case ImportItem.Malformed bad -> malformed.add(bad);
            case ImportItem.ReadyMessage message -> {
                int size = message.json().getBytes(StandardCharsets.UTF_8).length + 1;
                if (bytes + size > MAX_BATCH_BYTES) {
                    flush(before);
                }
                messages.add(message);
                bytes += size;
            }
        }
        held += item.raw().length();
        if (messages.size() >= batchSize || malformed.size() >= batchSize || held >= MOST_HELD) {
            flush(item.line());
        }
        return item.line();
    }

    private void flush(long lastLine) throws IOException, InterruptedException {
        int events = messages.size() + malformed.size();
        if (events == 0) {
            return;
        }
        BatchSender.BatchOutcome outcome = messages.isEmpty()
                ? BatchSender.BatchOutcome.NOTHING
                : sender.send(messages.stream().map(ImportItem.ReadyMessage::json).toList());
        commit.lock();
        try {
            acknowledged(outcome);
            state = state.at(lastLine + 1, rejects.length());
            saved.accept(state, events);
        } finally {
            commit.unlock();
        }
        messages.clear();
        malformed.clear();
        bytes = 0;
        held = 0;
    }

    private void acknowledged(BatchSender.BatchOutcome outcome) throws IOException {
        state.tally().accept(outcome.accepted());
        state.tally().repeat(outcome.repeated());
        for (BatchSender.RejectedMessage rejection : outcome.rejected()) {
            ImportItem.ReadyMessage message = messages.get(rejection.index());
            reject(message.line(), rejection.messageId(), rejection.code(), rejection.message(), message.raw());
        }
        outcome.noted().forEach(note -> state.noted().add(note, messages.get(note.index()).line()));
        for (ImportItem.Malformed bad : malformed) {
            reject(bad.line(), "", bad.code(), bad.message(), bad.raw());
        }
    }

    private void reject(long line, String messageId, String code, String message, String raw) throws IOException {
        state.tally().reject(code, 1);
        rejects.add(line, messageId, code, message, raw);
    }
}
