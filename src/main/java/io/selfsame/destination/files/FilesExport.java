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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the tables of destinations of the kind {@code files}, each on one instance at a time, and one at a time on each instance: that
 * bounds the memory, and leaves the cores to others. Thread safe.
 */
public final class FilesExport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FilesExport.class);

    /** How long one writes at a time, and how long if other spaces wait. A run that has begun is ended. */
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration TURN = Duration.ofSeconds(30);

    /** When files could not be written. */
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    /** A page of the graph may be on its way at a stop. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private static final String NO_ROOT = "No instance has a folder for exports; set SELFSAME_FILES";

    private static final String CANNOT = "Files cannot be written: ";

    private final Graph graph;
    private final ExportStore store;
    private final RulesStore rules;
    private final BiFunction<SpaceId, String, Optional<Destination>> directory;
    private final Optional<Path> root;
    private final long most;
    private final ExportTurns turns = new ExportTurns(InstantSource.system());
    private final AtomicReference<Thread> running = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * @param graph in a lane of its own
     * @param directory finds a destination by its ID
     * @param root the folder of all exports; without it this instance writes none
     * @param most bytes that the files of one space may have; 0: any number
     */
    public FilesExport(Graph graph, RulesStore rules, BiFunction<SpaceId, String, Optional<Destination>> directory,
            Optional<Path> root, long most) {
        this.graph = graph;
        this.store = new ExportStore(graph);
        this.rules = rules;
        this.directory = directory;
        this.root = root;
        this.most = most;
    }

    /** Whether this instance has a folder; the others say that there is none, unless one has. */
    public boolean canWrite() {
        return root.isPresent();
    }

    /** Looks at the exports of a space once, and begins one that is due. It does not wait for it. */
    public Progress run(SpaceId space, Lease lease) {
        List<ExportStore.Due> all = store.due(space);
        if (all.isEmpty() || root.isEmpty()) {
            turns.leaves(space);
        } else {
            turns.waits(space);
        }
        if (root.isPresent() && (running.get() != null || !turns.isTurnOf(space))) {
            return Progress.done("");
        }
        for (ExportStore.Due due : all) {
            String id = due.id();
            if (root.isEmpty()) {
                // One that has a folder may be about to start.
                if (due.late()) {
                    store.failing(space, id, Optional.of(NO_ROOT), TRY_AGAIN);
                }
            } else if (!closed && running.get() == null) {
                Optional<Destination> found = directory.apply(space, id).filter(Destination::isActive);
                if (found.isPresent() && found.get().settings() instanceof DestinationSettings.Files settings
                        && start(found.get(), settings, root.get())) {
                    turns.leaves(space);
                    return Progress.done("began to write files of " + id);
                }
            }
        }
        // None of them can begin here now, so others may.
        turns.leaves(space);
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
            long began = System.nanoTime();
            new ExportRuns(graph, store, rules, folder, destination, settings, token, () -> !closed, most,
                    ExportRoom.FREE).run(
                            () -> System.nanoTime() - began < (turns.doOthersWait(destination.space())
                                    ? TURN
                                    : LONGEST).toNanos());
            store.failing(destination.space(), destination.id(), Optional.empty(), TRY_AGAIN);
        } catch (LeaseLost | GraphUnavailable e) {
            LOG.info("The export {} of space {} was given up, and goes on later: {}", destination, destination.space(),
                    e.getMessage());
        } catch (ExportRoom.SpaceFull e) {
            LOG.warn("The export {} of space {} is paused: {}", destination, destination.space(), e.getMessage());
            pause(destination, token, CANNOT + e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.warn("The export {} of space {} failed, and is tried again in {} s", destination, destination.space(),
                    TRY_AGAIN.toSeconds(), e);
            fail(destination, token, why(e, folder));
        } finally {
            release(destination, token);
            running.set(null);
        }
    }

    /** For whoever can mend it. Where folders are on this machine is not for everybody who manages a space. */
    static String why(Exception failure, Path root) {
        return CANNOT + switch (failure) {
            case AccessDeniedException denied -> "no access to " + relative(denied.getFile(), root);
            case FileSystemException file -> file.getReason() == null
                    ? file.getClass().getSimpleName() + ": " + relative(file.getFile(), root)
                    : file.getReason() + ": " + relative(file.getFile(), root);
            case ExportRoom.DiskFull full -> String.valueOf(full.getMessage());
            case ExportFolder.NoFolder taken -> String.valueOf(taken.getMessage());
            default -> "see the log of the service";
        };
    }

    private static String relative(@Nullable String file, Path root) {
        if (file == null) {
            return "a file";
        }
        Path path = Path.of(file);
        for (Path folder : List.of(root, real(root))) {
            if (path.startsWith(folder) && !path.equals(folder)) {
                return folder.relativize(path).toString();
            }
        }
        return "the folder of all exports";
    }

    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root;
        }
    }

    private void pause(Destination destination, String token, String why) {
        try {
            store.pause(destination, token, why);
        } catch (RuntimeException e) {
            LOG.info("That the export {} is paused could not be noted: {}", destination, e.getMessage());
        }
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
