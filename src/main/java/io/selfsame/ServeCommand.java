package io.selfsame;

import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.StatementFailed;
import io.selfsame.local.LocalNeo4j;
import io.selfsame.server.Server;
import io.selfsame.server.Settings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = {
        "Serves the tracking, profile and management APIs until Ctrl-C or SIGTERM.",
        "Without SELFSAME_NEO4J_URI it brings its own Neo4j, with the data under SELFSAME_DATA."}, footer = {"",
                "Settings are environment variables:", //
                "  SELFSAME_HTTP_HOST                address to listen on (127.0.0.1)",
                "  SELFSAME_HTTP_PORT                its port (8080)",
                "  SELFSAME_PUBLIC_URL               where clients reach it, when a proxy is in front: https://events.example.com",
                "  SELFSAME_TRUSTED_PROXIES          proxies that may say where a request was sent first: 10.0.0.5,192.168.0.0/16",
                "  SELFSAME_DESTINATION_ALLOW        addresses beside the public ones that destinations may be at: 10.0.0.0/8,fd00::/8",
                "  SELFSAME_CATALOGUE_URL            where the catalogue of destinations is: http://127.0.0.1:7482",
                "  SELFSAME_CATALOGUE_TOKEN          a secret that the catalogue has, too",
                "  SELFSAME_CATALOGUE_PROXY_HOST     where the catalogue is let out (127.0.0.1)",
                "  SELFSAME_CATALOGUE_PROXY_PORT     the port of that (7481); 0 takes any free one",
                "  SELFSAME_DATA                     folder of the embedded Neo4j (./data)",
                "  SELFSAME_EMBEDDED_BOLT_PORT       Bolt of the embedded Neo4j (7687)",
                "  SELFSAME_EMBEDDED_HTTP_PORT       its Neo4j Browser (7474)",
                "  SELFSAME_NEO4J_URI                a Neo4j elsewhere: neo4j://host:7687, bolt://…, or with +s",
                "  SELFSAME_NEO4J_USER               its user (neo4j)",
                "  SELFSAME_NEO4J_PASSWORD           that user's password",
                "  SELFSAME_NEO4J_DATABASE           the database (neo4j)",
                "  SELFSAME_ADMIN_TOKEN              a management token; a new value replaces the old one; without it one is made and shown once",
                "  SELFSAME_FILES                    folder of the exports of destinations of the kind files (files in SELFSAME_DATA)",
                "  SELFSAME_FILES_SPACE_GB           gigabytes that they may take of one space, 0 without a limit (50)",
                "  SELFSAME_SECRET_KEY               encrypts the secrets of destinations: 32 bytes as base64 (a key of its own in SELFSAME_DATA)",
                "  SELFSAME_METRICS_TOKEN            a token that opens /metrics and nothing else",
                "  SELFSAME_SOURCE_FOLDER            where files are that sources of kind folder take (sources in SELFSAME_DATA)",
                "  SELFSAME_SPACE_EVENTS_PER_SECOND  events that one space may send, for each instance (0: no limit)",
                "  SELFSAME_KEY_EVENTS_PER_SECOND    the same for one write key (0: no limit)"})
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    /** Maven keeps SIGTERM to itself; the service would go on, unseen, with its ports and its data folder. */
    @Option(names = "--with-parent", description = "End when the process that started this one has ended.")
    private boolean withParent;

    /** Exit code of a service whose own database has failed for good: a supervisor shall start it again. */
    private static final int DATABASE_FAILED = 4;

    /** So long it answers 503 before it ends, for load balancers to look elsewhere. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /** Those who stop services wait for 30 s or more before they kill. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

    private volatile @Nullable LocalNeo4j embedded;
    private volatile @Nullable Server server;
    private volatile @Nullable String failure;
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws InterruptedException {
        if (withParent) {
            Thread.ofVirtual().name("parent").start(this::awaitParent);
        }
        Settings settings = Settings.from(System.getenv());
        Server.requireFreePort(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopInTime, "stop"));
        Neo4jAddress address;
        if (settings.neo4jUri().isPresent()) {
            address = new Neo4jAddress(settings.neo4jUri().get(), settings.neo4jUser(), settings.neo4jPassword(),
                    settings.neo4jDatabase());
        } else {
            System.out.println("Starting Neo4j in " + settings.data() + " …");
            embedded = LocalNeo4j.start(settings.data(), LocalNeo4j.Use.SERVE, settings.embeddedBoltPort(),
                    settings.embeddedHttpPort());
            address = embedded.address();
            embedded.failure().thenAccept(this::databaseFailed);
        }
        try {
            server = Server.start(settings, address);
        } catch (RuntimeException e) {
            stop();
            if (failure != null) {
                return DATABASE_FAILED;
            }
            throw e;
        }
        if (failure != null) {
            server.refuse(failure);
        } else {
            greet(System.out, settings, server, Optional.ofNullable(embedded), address);
        }
        stopped.await();
        return failure == null ? 0 : DATABASE_FAILED;
    }

    /** Called by Neo4j, once, from the thread that failed. */
    private void databaseFailed(String why) {
        failure = why;
        System.err.println("Neo4j has failed (" + why + "). Selfsame answers 503 from now on, and ends in "
                + FAREWELL.toSeconds() + " s.");
        Optional.ofNullable(server).ifPresent(serving -> serving.refuse(why));
        Thread.ofPlatform().daemon().name("farewell").start(() -> {
            try {
                stopped.await(FAREWELL.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            stopped.countDown();
        });
    }

    private void awaitParent() {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
        stopped.countDown();
    }

    private static void greet(PrintStream out, Settings settings, Server server, Optional<LocalNeo4j> embedded,
            Neo4jAddress address) {
        out.println();
        out.println("Selfsame is ready.");
        out.println("  API            http://" + settings.httpHost() + ":" + server.port());
        embedded.ifPresent(neo4j -> {
            out.println("  Neo4j Browser  " + neo4j.browser());
            out.println("                 connect to " + address.uri() + ", user " + address.user()
                    + ", password in " + neo4j.passwordFile());
        });
        out.println("  Bolt           " + address.uri());
        out.println("  Data           " + embedded.map(neo4j -> settings.data().toString())
                .orElse("in Neo4j at " + address.uri() + ", database " + address.database()));
        server.firstToken().ifPresent(token -> {
            out.println("  Management token (shown only now; keep it):");
            out.println("                 " + token);
        });
        out.println("Ctrl-C stops it.");
        out.flush();
    }

    private void stopInTime() {
        StopLimit.arm(STOP_LIMIT);
        stop();
        Optional.ofNullable(failure).ifPresent(why -> System.err.println("Selfsame ended because Neo4j had failed ("
                + why + "). Make room on the disk or mend what is wrong with it, and start Selfsame again: what it"
                + " acknowledged is safe."));
    }

    /**
     * The database goes last, and goes whatever happens before it. One that has failed is left as it is: it could write
     * nothing at its end, and would wait for that.
     */
    private synchronized void stop() {
        try {
            Server.closeAll(server, failure == null ? embedded : null);
        } catch (RuntimeException e) {
            LOG.warn("Stopping was not clean", StatementFailed.loggable(e));
        }
        server = null;
        embedded = null;
        stopped.countDown();
    }
}
