package io.selfsame;

import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import io.selfsame.server.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens a copy of a store for people who may look at the graph and not change it, until it is told to stop. */
@Command(name = "browse", mixinStandardHelpOptions = true, description = {
        "Opens a copy of a data folder in Neo4j Browser, read only, until Ctrl-C or SIGTERM.",
        "Every query works that only reads. Neo4j refuses all that would change the graph, its indexes or",
        "constraints. The copy gets a password of its own; that of the service does not open it, and it does not open",
        "the service. Users that somebody makes in it are gone at the next start.",
        "Give it a copy that may change, such as an unpacked backup: never the folder of the service."})
final class BrowseCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "COPY", description = "The copy of a data folder: with the folder neo4j in it.")
    private Path copy = Path.of("");

    @Option(names = "--bolt-port", paramLabel = "PORT", defaultValue = "7688", description = "Bolt, on loopback (default: ${DEFAULT-VALUE}; 0 for any free one).")
    private int boltPort = 7688;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "7475", description = "Neo4j Browser, on loopback (default: ${DEFAULT-VALUE}; 0 for any free one).")
    private int httpPort = 7475;

    /** Of Neo4j, which may be unable to stop where a disk is full. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Why the database has failed, if it has. */
    private final AtomicReference<@Nullable String> failed = new AtomicReference<>();

    @Override
    public Integer call() throws InterruptedException {
        var out = Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
        requireCopy();
        out.println("Opening " + copy.toAbsolutePath() + " …");
        out.flush();
        LocalNeo4j neo4j = LocalNeo4j.start(copy, LocalNeo4j.Use.BROWSE, boltPort, httpPort);
        var closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            StopLimit.arm(STOP_LIMIT);
            stopped.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "stop"));
        try (neo4j) {
            out.println("The copy is open, read only.");
            out.println("  Neo4j Browser  " + neo4j.browser());
            out.println("                 connect to " + neo4j.address().uri() + ", user " + neo4j.address().user()
                    + ", password in " + neo4j.passwordFile());
            out.println("Ctrl-C stops it.");
            out.flush();
            neo4j.failure().thenAccept(why -> {
                failed.set(why);
                stopped.countDown();
            });
            stopped.await();
        } finally {
            // Resources are closed before this, so the process ends when the store is closed.
            closed.countDown();
        }
        if (failed.get() != null) {
            throw new StartupException("The copy cannot be read any more: " + failed.get() + ".");
        }
        return 0;
    }

    /** The service would go on with a password that people know who shall only look. */
    private void requireCopy() {
        Path own = Settings.from(System.getenv()).data();
        try {
            if (Files.exists(own) && Files.exists(copy) && Files.isSameFile(own, copy)) {
                throw new StartupException(own + " is the data folder of the service (SELFSAME_DATA): copy it while the"
                        + " service is stopped, and name the copy.");
            }
        } catch (IOException e) {
            throw new StartupException("The folder " + copy.toAbsolutePath() + " cannot be read (" + e + ").", e);
        }
    }
}
