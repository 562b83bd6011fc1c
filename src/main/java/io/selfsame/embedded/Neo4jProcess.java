package io.selfsame.embedded;

import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.neo4j.common.DependencyResolver;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.PortBindException;
import org.neo4j.dbms.DatabaseStateService;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.fleetmanagement.bootstrap.FleetManagementFactory;
import org.neo4j.graphdb.facade.DatabaseManagementServiceFactory;
import org.neo4j.graphdb.facade.GraphDatabaseDependencies;
import org.neo4j.graphdb.factory.module.edition.CommunityEditionModule;
import org.neo4j.io.fs.DefaultFileSystemAbstraction;
import org.neo4j.io.locker.FileLockException;
import org.neo4j.kernel.extension.ExtensionFactory;
import org.neo4j.kernel.impl.factory.DbmsInfo;
import org.neo4j.kernel.impl.security.User;
import org.neo4j.kernel.internal.GraphDatabaseAPI;
import org.neo4j.kernel.internal.Version;
import org.neo4j.logging.NullLogProvider;
import org.neo4j.logging.log4j.Log4jLogProvider;
import org.neo4j.memory.EmptyMemoryTracker;
import org.neo4j.monitoring.Monitors;
import org.neo4j.server.security.SecureHasher;
import org.neo4j.server.security.SystemGraphCredential;
import org.neo4j.server.security.auth.CommunitySecurityModule;
import org.neo4j.server.security.auth.FileUserRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only class that calls classes of the Neo4j server. It does the same as Neo4j's {@code CommunityBootstrapper}, without
 * signal handlers, shutdown hook and capture of standard output, which belong to the whole process.
 */
final class Neo4jProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Neo4jProcess.class);

    static final String USER = "neo4j";
    static final String DATABASE = "neo4j";

    /** What Neo4j says when it is to write nothing, and would have to. */
    private static final String INDEXES_TO_BUILD = "indexes need to be rebuilt";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration RECOVERY_PATIENCE = Duration.ofMinutes(10);
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(10);

    private final DatabaseManagementService server;
    private final Failures failures;
    private final OutputStream log;
    private final int boltPort;
    private final int httpPort;

    private Neo4jProcess(DatabaseManagementService server, Failures failures, OutputStream log, int boltPort,
            int httpPort) {
        this.server = server;
        this.failures = failures;
        this.log = log;
        this.boltPort = boltPort;
        this.httpPort = httpPort;
    }

    static String version() {
        return Version.getNeo4jVersion();
    }

    static Neo4jProcess start(DataFolder folder, LocalNeo4j.Use use, String password, int boltPort, int httpPort) {
        var config = Neo4jSettings.of(folder, use, boltPort, httpPort);
        try {
            if (!folder.storeIsComplete()) {
                setInitialPassword(config, password);
            }
            Files.createDirectories(folder.logs());
            var log = Files.newOutputStream(folder.logs().resolve("neo4j.log"), StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            try {
                return start(folder, use, config, log);
            } catch (Throwable e) {
                log.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartupException("The folder " + folder.home() + " cannot be written (" + e
                    + "): give the user who starts Selfsame the right to.", e);
        }
    }

    private static Neo4jProcess start(DataFolder folder, LocalNeo4j.Use use, Config config, OutputStream log) {
        try (var recovery = RecoveryProgress.of(debugLog(folder))) {
            return start(folder, use, config, log, recovery);
        }
    }

    private static Neo4jProcess start(DataFolder folder, LocalNeo4j.Use use, Config config, OutputStream log,
            RecoveryProgress recovery) {
        DatabaseManagementService server;
        var failures = new Failures();
        config.addListener(GraphDatabaseSettings.read_only_databases, (before, now) -> failures.readOnly(now));
        try {
            var monitors = new Monitors();
            monitors.addMonitorListener(recovery);
            var dependencies = GraphDatabaseDependencies.newDependencies().userLogProvider(new Log4jLogProvider(log))
                    .monitors(monitors).databaseEventListeners(List.of(failures));
            dependencies = dependencies.extensions(withoutFleetManager(dependencies.extensions()));
            server = new DatabaseManagementServiceFactory(DbmsInfo.COMMUNITY, CommunityEditionModule::new).build(config,
                    true, dependencies);
        } catch (RuntimeException e) {
            throw explain(folder, use, e);
        }
        try {
            requireAvailable(folder, use, server, failures, "system");
            var services = requireAvailable(folder, use, server, failures, DATABASE);
            var ports = services.resolveDependency(ConnectorPortRegister.class);
            return new Neo4jProcess(server, failures, log, ports.getLocalAddress(ConnectorType.BOLT).getPort(),
                    ports.getLocalAddress(ConnectorType.HTTP).getPort());
        } catch (Throwable e) {
            shutdownInTime(server);
            throw e;
        }
    }

    /** A server that could not start may be unable to stop too: on a full disk it waits for ever to write its last. */
    private static void shutdownInTime(DatabaseManagementService server) {
        try {
            Thread.ofPlatform().daemon().name("shutdown-neo4j").start(server::shutdown).join(SHUTDOWN_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server whose databases cannot be opened starts all the same, and would let queries wait for ever. */
    private static DependencyResolver requireAvailable(DataFolder folder, LocalNeo4j.Use use,
            DatabaseManagementService server, Failures failures, String name) {
        var database = (GraphDatabaseAPI) server.database(name);
        var services = database.getDependencyResolver();
        DatabaseStateService<?> states = services.resolveDependency(DatabaseStateService.class);
        var deadline = System.nanoTime() + RECOVERY_PATIENCE.toNanos();
        while (!database.isAvailable(LOOK_AGAIN.toMillis())) {
            Optional<Throwable> failure = states.causeOfFailure(database.databaseId());
            if (failure.isEmpty()) {
                failure = failures.now().map(IllegalStateException::new);
            }
            if (failure.isPresent() || System.nanoTime() > deadline) {
                throw explain(folder, use, failure.orElseGet(() -> new IllegalStateException(
                        "the database " + name + " is not there after " + RECOVERY_PATIENCE.toMinutes() + " minutes")));
            }
        }
        return services;
    }

    CompletionStage<String> failure() {
        return failures.first();
    }

    int boltPort() {
        return boltPort;
    }

    int httpPort() {
        return httpPort;
    }

    @Override
    public void close() {
        try {
            server.shutdown();
        } finally {
            try {
                log.close();
            } catch (IOException e) {
                LOG.warn("Neo4j's log cannot be closed: {}", e.toString());
            }
        }
    }

    /**
     * Leaves the password where Neo4j looks while it makes its system database, as {@code neo4j-admin dbms
     * set-initial-password} does, so that no port ever listens with the password that everybody knows.
     */
    private static void setInitialPassword(Config config, String password) throws IOException {
        var file = CommunitySecurityModule.getInitialUserRepositoryFile(config);
        Files.deleteIfExists(file);
        try (var files = new DefaultFileSystemAbstraction()) {
            var users = new FileUserRepository(files, file, NullLogProvider.getInstance(), EmptyMemoryTracker.INSTANCE);
            users.start();
            users.create(new User(USER, null, SystemGraphCredential.createCredentialForPassword(
                    password.getBytes(StandardCharsets.UTF_8), new SecureHasher()), false, false));
            users.shutdown();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Neo4j does not take the first password.", e);
        }
    }

    /** It calls a service of Neo4j's maker on request, and its thread goes on when the server has stopped. */
    private static List<ExtensionFactory<?>> withoutFleetManager(Iterable<ExtensionFactory<?>> extensions) {
        return StreamSupport.stream(extensions.spliterator(), false)
                .filter(extension -> !(extension instanceof FleetManagementFactory)).toList();
    }

    private static StartupException explain(DataFolder folder, LocalNeo4j.Use use, Throwable failure) {
        var cause = failure;
        for (var next = failure; next != null; next = next.getCause()) {
            switch (next) {
                case FileLockException e -> {
                    return FolderLock.lockedByAnother(folder.data(), use);
                }
                case PortBindException e -> {
                    return new StartupException("A port of the embedded Neo4j is taken (" + e.getMessage()
                            + "): set SELFSAME_EMBEDDED_BOLT_PORT and SELFSAME_EMBEDDED_HTTP_PORT to free ones.", e);
                }
                case IllegalStateException e when String.valueOf(e.getMessage()).contains(INDEXES_TO_BUILD) -> {
                    return mustBuildIndexes(folder, use, e);
                }
                default -> cause = next;
            }
        }
        return new StartupException("The embedded Neo4j did not start on " + folder.home() + " (" + firstLine(cause)
                + "): see " + debugLog(folder) + ".", failure);
    }

    /** A process that was killed may leave an index half written. It is built again from the graph, by a start that may write. */
    private static StartupException mustBuildIndexes(DataFolder folder, LocalNeo4j.Use use, Throwable failure) {
        return new StartupException("The store in " + folder.data() + " has indexes that must be built again, as after"
                + " a kill: " + switch (use) {
                    case SERVE -> "see " + debugLog(folder) + ".";
                    case INSPECT -> "start the service on it once, stop it, and run this again. Nothing is lost.";
                    case BROWSE -> "start the service that it was copied from, stop it, and copy it again.";
                }, failure);
    }

    private static String firstLine(Throwable cause) {
        return cause.toString().lines().findFirst().orElse("");
    }

    private static Path debugLog(DataFolder folder) {
        return folder.logs().resolve("debug.log");
    }
}
