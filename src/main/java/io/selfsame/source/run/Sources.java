package io.selfsame.source.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.StatementFailed;
import io.selfsame.kafka.KafkaDoor;
import io.selfsame.source.Source;
import io.selfsame.source.SourceSettings;
import io.selfsame.space.SpaceId;
import io.selfsame.tracking.EventFeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that somebody takes the events of each source: a thread of this instance, or another instance. After a crash another goes on
 * within 15 s. Thread safe.
 */
public final class Sources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    /** Sources that one instance reads, each with a thread; the others are for other instances. */
    private static final int MOST = 200;

    private static final Duration TICK = Duration.ofSeconds(2);

    /** Before one that has failed is tried again. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    /** Reads a source, secrets included. */
    @FunctionalInterface
    public interface Directory {

        /** Empty if there is none any more, or it is none. */
        Optional<Source> find(SpaceId space, String id);
    }

    private final SourceRuns runs;
    private final Directory directory;
    private final EventFeed feed;
    private final KafkaDoor door;
    private final Path folders;
    private final SourceFigures figures;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, Failed> failed = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("sources").factory());

    private record Running(Hold hold, Thread thread) {}

    /** @param at by {@link System#nanoTime} */
    private record Failed(long version, long at, String why) {}

    /** @param folders below which the folders of spaces are, from which files are taken */
    public Sources(Graph graph, Directory directory, EventFeed feed, KafkaDoor door, Path folders,
            MeterRegistry registry) {
        this.folders = folders;
        this.runs = new SourceRuns(graph);
        this.directory = directory;
        this.feed = feed;
        this.door = door;
        this.figures = new SourceFigures(registry, this);
    }

    /** Begins, and goes on until it is closed. */
    public void start() {
        Future<?> unused = clock.scheduleWithFixedDelay(this::look, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            List<SourceRuns.FreeSource> all = runs.free();
            Set<String> known = new HashSet<>(running.keySet());
            all.forEach(free -> known.add(free.id()));
            failed.keySet().retainAll(known);
            for (SourceRuns.FreeSource free : all) {
                if (running.size() < MOST && !running.containsKey(free.id()) && mayTry(free)) {
                    begin(free);
                }
            }
        } catch (GraphUnavailable e) {
            // Until it is back.
        } catch (RuntimeException e) {
            LOG.warn("It could not be seen which sources there are", StatementFailed.loggable(e));
        }
    }

    private boolean mayTry(SourceRuns.FreeSource free) {
        Failed before = failed.get(free.id());
        return before == null || before.version() != free.version()
                || System.nanoTime() - before.at() > AGAIN.toNanos();
    }

    private void begin(SourceRuns.FreeSource free) {
        Optional<Source> source = directory.find(free.space(), free.id()).filter(Source::isActive);
        String token = UUID.randomUUID().toString();
        if (source.isEmpty() || !runs.claim(free, token)) {
            return;
        }
        var hold = new Hold(source.get(), runs, feed, figures, token);
        Thread thread = Thread.ofPlatform().daemon().name("source-" + free.id()).unstarted(() -> run(hold));
        running.put(free.id(), new Running(hold, thread));
        thread.start();
    }

    private void run(Hold hold) {
        try {
            read(hold);
        } finally {
            running.remove(hold.source().id());
        }
    }

    private void read(Hold hold) {
        Source source = hold.source();
        Optional<String> problem;
        try {
            problem = switch (source.settings()) {
                case SourceSettings.Kafka kafka -> new KafkaRun(hold, kafka, door).run();
                case SourceSettings.Folder files -> new FolderRun(hold, files, folders).run();
            };
        } catch (GraphUnavailable e) {
            problem = Optional.empty();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // Errors, too, that one message or a codec that is not there can cause.
            LOG.warn("Reading from {} of space {} failed, and begins anew", source, source.space(),
                    StatementFailed.loggable(e));
            problem = Optional.of("reading from it failed, which the log explains");
        } catch (OutOfMemoryError e) {
            // What Java says, too, when the system gives no more threads, or codecs no memory: the others go on.
            LOG.warn("There was no memory to read from {} of space {}, and it begins anew", source, source.space(),
                    StatementFailed.loggable(e));
            problem = Optional.of("there was no memory to read from it");
        }
        problem.ifPresentOrElse(why -> failed(hold, why), () -> failed.remove(source.id()));
        hold.release();
    }

    /** The log says it once. */
    private void failed(Hold hold, String why) {
        Source source = hold.source();
        Failed before = failed.put(source.id(), new Failed(source.version(), System.nanoTime(), why));
        if (before == null || !before.why().equals(why)) {
            LOG.warn("Source {} of space {} does not get on: {}", source, source.space(), why);
        }
        hold.tally().failing(Optional.of(why));
    }

    double lag() {
        return (double) running.values().stream().mapToLong(each -> each.hold().tally().lag()).sum();
    }

    double running() {
        return running.size();
    }

    double failing() {
        return (double) failed.keySet().stream().filter(id -> !running.containsKey(id)).count()
                + running.values().stream().filter(each -> each.hold().tally().isFailing()).count();
    }

    /** Takes nothing more, and waits a little for what is being committed. */
    @Override
    public void close() {
        clock.shutdownNow();
        running.values().forEach(each -> each.hold().stop());
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        for (Running each : running.values()) {
            try {
                each.thread().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
