package io.selfsame.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.neo4j.kernel.recovery.RecoveryMode;
import org.neo4j.kernel.recovery.RecoveryMonitor;
import org.neo4j.kernel.recovery.RecoveryStartInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs while Neo4j starts that it replays its log, and how far it is. Neo4j's monitors tell that it does, for each database. The
 * progress comes from lines of Neo4j's own log, of which only those of the database with the data count; if these lines change,
 * only the percentages are missing. Closing ends it.
 */
final class RecoveryProgress implements RecoveryMonitor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryProgress.class);
    static final Pattern PERCENT = Pattern
            .compile("Recovery.*?\\[" + Neo4jProcess.DATABASE + "/\\w+\\] +(\\d{1,3})% completed");
    private static final int MOST = 1 << 20;
    private static final int SECONDS = 5;

    private final Path debugLog;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long position;

    /** Databases whose recovery has begun, and has ended; how long it took together. Guarded by this. */
    private int begun;
    private int ended;
    private long tookMillis;

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
        if (begun == 0) {
            LOG.info("Neo4j was not stopped cleanly and replays its log");
            Thread.ofPlatform().daemon().name("recovery-progress").start(this::follow);
        }
        begun++;
    }

    @Override
    public synchronized void transactionLogRecoveryCompleted(long millis, RecoveryMode mode) {
        ended++;
        tookMillis += millis;
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        if (begun > 0 && ended == begun) {
            LOG.info("Neo4j has replayed its log in {} s", (tookMillis + 500) / 1_000);
        }
    }

    private void follow() {
        try {
            while (!closed.await(SECONDS, TimeUnit.SECONDS)) {
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
        PERCENT.matcher(new String(bytes, StandardCharsets.UTF_8)).results().map(line -> line.group(1))
                .reduce((before, last) -> last).ifPresent(this::say);
    }

    private synchronized void say(String percent) {
        if (closed.getCount() > 0 && ended < begun) {
            LOG.info("Neo4j has replayed {} % of its log", percent);
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
