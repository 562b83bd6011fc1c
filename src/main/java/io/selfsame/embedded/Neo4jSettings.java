package io.selfsame.embedded;

import com.sun.management.OperatingSystemMXBean;
import inet.ipaddr.IPAddressString;
import io.selfsame.local.LocalNeo4j;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.server.configuration.ServerSettings;

/** The settings that differ from those of a standard Neo4j server, with reasons. */
final class Neo4jSettings {
    private static final long MIB = 1L << 20;

    /** Neo4j takes no setting that is less. */
    private static final long LEAST_OF_TRANSACTIONS = 10 * MIB;

    /**
     * How much of the log is written before its changes go into the store files. A start after a kill replays at most this,
     * and what is written while a checkpoint goes on. Neo4j looks each second, lets writers go on meanwhile, and prunes the
     * log after each checkpoint. Logs then take at most 128 MiB that are kept, this much, what a checkpoint
     * lets come, and a file of 64 MiB for each of the two databases that is reserved before it is full: under 512 MiB.
     */
    private static final long CHECKPOINT_EVERY = 64 * MIB;

    private static final List<IPAddressString> EVERYWHERE = List.of(new IPAddressString("0.0.0.0/0"),
            new IPAddressString("::/0"));

    private static final Duration LONGEST_QUERY = Duration.ofMinutes(10);

    private Neo4jSettings() {}

    static Config of(DataFolder folder, LocalNeo4j.Use use, int boltPort, int httpPort) {
        var settings = Config.newBuilder()
                .set(GraphDatabaseSettings.neo4j_home, folder.home())
                .set(GraphDatabaseSettings.logs_directory, folder.logs())
                .set(GraphDatabaseSettings.auth_enabled, true)
                // Nobody guesses 32 random letters; but anyone on this machine could lock the service out by guessing.
                .set(GraphDatabaseSettings.auth_max_failed_attempts, 0)
                .set(BoltConnector.enabled, true)
                .set(BoltConnector.listen_address, new SocketAddress(EmbeddedNeo4j.LOOPBACK, boltPort))
                .set(BoltConnector.advertised_address, new SocketAddress(EmbeddedNeo4j.LOOPBACK, boltPort))
                .set(HttpConnector.enabled, true)
                .set(HttpConnector.listen_address, new SocketAddress(EmbeddedNeo4j.LOOPBACK, httpPort))
                .set(HttpConnector.advertised_address, new SocketAddress(EmbeddedNeo4j.LOOPBACK, httpPort))
                // Nothing stands between a local browser and this server, so no header speaks for somebody else.
                .set(ServerSettings.http_x_forward_enabled, false)
                // Not its default, which is the home folder: LOAD CSV must not read logs and settings.
                .set(GraphDatabaseSettings.load_csv_file_url_root, folder.home().resolve("import"))
                // No word to anybody outside: no usage reports, no Browser telemetry, no broadcasts.
                .set(GraphDatabaseSettings.udc_enabled, false)
                .set(ServerSettings.allow_telemetry, false)
                .set(BoltConnector.server_bolt_telemetry_enabled, false)
                .set(BoltConnector.enable_discovery, false)
                // The service has closed its connections by then; waiting for more of them makes a stop take ten seconds.
                .set(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, Duration.ZERO)
                .set(GraphDatabaseSettings.pagecache_memory, pageCache())
                // Both share the heap with the service, and what transactions take is not for their authors to choose. Who finds no
                // room is told so by Neo4j, and by us with 503, and may ask again. One alone may have all of it: a batch must
                // pass that is as large as batches may be.
                .set(GraphDatabaseSettings.memory_transaction_database_max_size,
                        Math.max(LEAST_OF_TRANSACTIONS, heap() / 16 * 3))
                // By time, the default, a quarter of an hour of writing would have to be replayed after a kill.
                .set(GraphDatabaseSettings.check_point_policy, GraphDatabaseSettings.CheckpointPolicy.VOLUME)
                .set(GraphDatabaseSettings.check_point_interval_volume, CHECKPOINT_EVERY)
                // Two days of logs (the default) are several times the graph itself. Recovery needs those since the
                // last checkpoint, which are kept whatever stands here.
                .set(GraphDatabaseSettings.keep_logical_logs, "128M size")
                .set(GraphDatabaseSettings.logical_log_rotation_threshold, 64 * MIB);
        if (use != LocalNeo4j.Use.SERVE) {
            // Of the graph; the database of users is not bound by it.
            settings.set(GraphDatabaseSettings.read_only_database_default, true);
        }
        if (use == LocalNeo4j.Use.BROWSE) {
            // Whoever may look at the graph shall not have this machine read files or ask other machines.
            settings.set(GraphDatabaseSettings.allow_file_urls, false)
                    .set(GraphDatabaseInternalSettings.cypher_ip_blocklist, EVERYWHERE)
                    // One who forgets a query that never ends must not keep the others from theirs.
                    .set(GraphDatabaseSettings.transaction_timeout, LONGEST_QUERY);
        }
        return settings.build();
    }

    private static long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    /** An eighth of the memory: Neo4j would take half of what the heap leaves, as if it were alone here. */
    private static long pageCache() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp(machine.getTotalMemorySize() / 8, 64 * MIB, 2048 * MIB);
    }
}
