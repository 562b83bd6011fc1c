package io.selfsame.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.neo4j.kernel.recovery.RecoveryMode;
import org.neo4j.kernel.recovery.RecoveryMonitor;
import org.neo4j.kernel.recovery.RecoveryStartInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says while Neo4j starts that it replays its log, and how far it is. That it does Neo4j's monitors tell; how far, only
 * the lines it writes into its own log, which are read each second while a recovery goes on. Should they change, the
 * per cent are missing, and nothing else. Closing ends it.
 */
final class RecoveryProgress implements RecoveryMonitor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryProgress.class);
    static final Pattern PERCENT = Pattern.compile("Recovery.*?(\\d{1,3})% completed");
    private static final int MOST = 1 << 20;

    private final Path debugLog;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread reader;
    private long position;
    private int percent;

    private RecoveryProgress(Path debugLog, long position) {
        this.debugLog = debugLog;
        this.position = position;
    }

    /** Begins at the end of what is in that log now; it need not be there. */
    static RecoveryProgress of(Path debugLog) {
        return new RecoveryProgress(debugLog, size(debugLog));
    }

    @Override
    public synchronized void recoveryRequired(RecoveryStartInformation information) {
        LOG.info("Neo4j was not stopped cleanly and replays its log");
        if (reader == null) {
            reader = Thread.ofPlatform().daemon().name("recovery-progress").start(this::follow);
        }
    }

    @Override
    public void transactionLogRecoveryCompleted(long tookMillis, RecoveryMode mode) {
        LOG.info("Neo4j has replayed its log in {} s", (tookMillis + 500) / 1_000);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void follow() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("No progress to be had of the recovery", e);
        }
    }

    private void look() throws IOException {
        long size = size(debugLog);
        // Neo4j begins a new file when one is large.
        position = size < position ? 0 : Math.max(position, size - MOST);
        if (size == position) {
            return;
        }
        var bytes = new byte[Math.toIntExact(size - position)];
        try (var file = new RandomAccessFile(debugLog.toFile(), "r")) {
            file.seek(position);
            file.readFully(bytes);
        }
        position = size;
        var seen = PERCENT.matcher(new String(bytes, StandardCharsets.UTF_8)).results()
                .mapToInt(line -> Integer.parseInt(line.group(1))).reduce((before, last) -> last);
        if (seen.isPresent() && seen.getAsInt() != percent) {
            percent = seen.getAsInt();
            LOG.info("Recovering: {} %", percent);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException absent) {
            return 0;
        }
    }
}
