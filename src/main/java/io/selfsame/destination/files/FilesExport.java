package io.selfsame.destination.files;

import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.identity.RulesStore;
import io.selfsame.lease.Lease;
import io.selfsame.lease.LeaseLost;
import io.selfsame.lease.Progress;
import io.selfsame.space.SpaceId;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the tables of destinations of the kind {@code files}, each on one instance at a time, and one at a time on each instance: that
 * bounds the memory, and leaves the cores to others. Thread safe.
 */
public final class FilesExport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FilesExport.class);

    /** After this, the exports of others have their turn. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** When files could not be written. */
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    /** A page of the graph may be on its way at a stop. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private static final String NO_ROOT = "This instance has no folder for exports; set SELFSAME_FILES";

    private final Graph graph;
    private final ExportStore store;
    private final RulesStore rules;
    private final BiFunction<SpaceId, String, Optional<Destination>> directory;
    private final Optional<Path> root;
    private final AtomicReference<Thread> running = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * @param graph in a lane of its own
     * @param directory finds a destination by its ID
     * @param root the folder of all exports; without it this instance writes none
     */
    public FilesExport(Graph graph, RulesStore rules, BiFunction<SpaceId, String, Optional<Destination>> directory,
            Optional<Path> root) {
        this.graph = graph;
        this.store = new ExportStore(graph);
        this.rules = rules;
        this.directory = directory;
        this.root = root;
    }

    /** Looks at the exports of a space once, and begins one that is due. It does not wait for it. */
    public Progress run(SpaceId space, Lease lease) {
        for (ExportStore.Due due : store.due(space)) {
            String id = due.id();
            if (root.isEmpty()) {
                // Another instance may have one.
                if (due.late()) {
                    store.failing(space, id, Optional.of(NO_ROOT), TRY_AGAIN);
                }
            } else if (!closed && running.get() == null) {
                Optional<Destination> found = directory.apply(space, id).filter(Destination::isActive);
                if (found.isPresent() && found.get().settings() instanceof DestinationSettings.Files settings
                        && start(found.get(), settings, root.get())) {
                    return Progress.done("began to write files of " + id);
                }
            }
        }
        return Progress.done("");
    }

    private boolean start(Destination destination, DestinationSettings.Files settings, Path folder) {
        String token = UUID.randomUUID().toString();
        // A thread of the platform: it computes for minutes, and would block one of the few that answer requests.
        Thread thread = Thread.ofPlatform().name("files-" + destination).daemon().unstarted(
                () -> export(destination, settings, folder, token));
        if (!running.compareAndSet(null, thread)) {
            return false;
        }
        try {
            if (closed || !store.claim(destination.space(), destination.id(), token)) {
                running.set(null);
                return false;
            }
        } catch (RuntimeException e) {
            running.set(null);
            throw e;
        }
        thread.start();
        return true;
    }

    private void export(Destination destination, DestinationSettings.Files settings, Path folder, String token) {
        try {
            new ExportRuns(graph, store, rules, folder, destination, settings, token, () -> !closed).run(LONGEST);
            store.failing(destination.space(), destination.id(), Optional.empty(), TRY_AGAIN);
        } catch (LeaseLost | GraphUnavailable e) {
            LOG.info("The export {} of space {} was given up, and goes on later: {}", destination, destination.space(),
                    e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.warn("The export {} of space {} failed, and is tried again in {} s", destination, destination.space(),
                    TRY_AGAIN.toSeconds(), e);
            fail(destination, token, why(e));
        } finally {
            release(destination, token);
            running.set(null);
        }
    }

    /** For whoever can mend it. */
    private static String why(Exception failure) {
        return "Files cannot be written: " + switch (failure) {
            case AccessDeniedException denied -> "no access to " + name(denied);
            case FileSystemException file ->
                (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason()) + ": " + name(file);
            case IOException other -> String.valueOf(other.getMessage());
            default -> "see the log of the service";
        };
    }

    /** Not where it is: whoever makes destinations learns nothing of the machine. The log has the whole. */
    private static String name(FileSystemException failure) {
        return failure.getFile() == null ? "a file" : String.valueOf(Path.of(failure.getFile()).getFileName());
    }

    private void fail(Destination destination, String token, String why) {
        try {
            store.save(destination, token, ExportStore.next(Instant.now(), TRY_AGAIN));
            store.failing(destination.space(), destination.id(), Optional.of(why), TRY_AGAIN);
        } catch (RuntimeException e) {
            LOG.info("That the export {} failed could not be noted: {}", destination, e.getMessage());
        }
    }

    private void release(Destination destination, String token) {
        try {
            store.release(destination, token);
        } catch (RuntimeException e) {
            LOG.info("The right to write {} could not be given back, and ends by itself: {}", destination,
                    e.getMessage());
        }
    }

    /** Begins nothing more, and waits a little for the one that goes on. It is done again from its last run. */
    @Override
    public void close() {
        closed = true;
        Thread thread = running.get();
        if (thread != null) {
            try {
                thread.join(STOP_PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
