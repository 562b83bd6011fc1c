package io.selfsame.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.ClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date from {@code cypher/migrations/}: numbered files, applied once each, in order, and never
 * edited afterwards (a checksum tells).
 *
 * <p>Safe when several instances start together: one holds a lock in an open transaction while it works, which the
 * server releases if that instance dies; the statements themselves may be repeated.
 */
public final class SchemaMigrations {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrations.class);

    /** All migrations, in order. A test compares this list with the folder. */
    static final List<String> ALL = List.of("V001__identity_graph", "V002__traits_and_audiences",
            "V003__event_by_message_id", "V005__leases", "V006__violations",
            "V007__evaluate_again", "V009__array_index", "V010__trait_names", "V011__lists", "V012__drawings",
            "V013__casts");

    private static final Statement GUARD = Statement.of("space/migrationGuard");
    private static final Statement LOCK = Statement.of("space/migrationLock");
    private static final Statement APPLIED = Statement.of("space/migrationsApplied");
    private static final Statement RECORD = Statement.of("space/migrationRecord");
    private static final Statement INDEXES_TO_COME = Statement.of("space/indexesToCome");

    private static final long LOOK_AGAIN_MILLIS = 250;
    private static final Duration SAY_AGAIN = Duration.ofSeconds(5);

    private static final Pattern END = Pattern.compile(";\\s*(?:\\n|$)");

    private SchemaMigrations() {}

    /**
     * Applies what is missing.
     *
     * @return how many were applied now
     * @throws UnusableNeo4j if an applied file was edited since, or the database is ahead of this program
     */
    public static int apply(Graph graph) {
        graph.write(GUARD, Map.of());
        try (Session locker = graph.driver().session(graph.sessions());
                Transaction lock = locker.beginTransaction()) {
            lock.run(LOCK.text()).consume();
            int applied = applyMissing(graph);
            lock.commit();
            return applied;
        }
    }

    private static int applyMissing(Graph graph) {
        var known = graph.read(APPLIED, Map.of()).stream().collect(
                java.util.stream.Collectors.toMap(r -> r.get("name").asString(), r -> r.get("checksum").asString()));
        for (String name : known.keySet()) {
            if (!ALL.contains(name)) {
                throw new UnusableNeo4j("The database has the schema migration " + name
                        + ", which this program does not know: start the newer Selfsame that made it", null);
            }
        }
        int applied = 0;
        for (String name : ALL) {
            String source = Statement.source("migrations/" + name);
            String checksum = sha256(source);
            String before = known.get(name);
            if (before == null) {
                LOG.info("Applying schema migration {}", name);
                for (String statement : END.splitAsStream(Statement.withoutComments(source)).toList()) {
                    change(graph, new Statement("migrations/" + name, statement));
                }
                graph.write(RECORD, Map.of("name", name, "checksum", checksum));
                applied++;
            } else if (!before.equals(checksum)) {
                throw new UnusableNeo4j("Schema migration " + name + " was edited after it was applied (checksum "
                        + checksum + ", applied as " + before + "): restore the file and add a new migration", null);
            }
        }
        awaitIndexes(graph);
        return applied;
    }

    /**
     * Without the time limit of other transactions: a constraint reads all that is there already. A statement may divide its work into
     * transactions of its own, so it is in none.
     */
    private static void change(Graph graph, Statement statement) {
        try (Session session = graph.driver().session(graph.sessions())) {
            session.run(statement.text()).consume();
        } catch (ClientException e) {
            throw StatementFailed.of(statement, Set.of(), e);
        }
    }

    /** As long as it takes, which is minutes for much data: in short questions, and saying how far it is. */
    private static void awaitIndexes(Graph graph) {
        long said = System.nanoTime();
        while (true) {
            List<Record> toCome = graph.read(INDEXES_TO_COME, Map.of());
            if (toCome.isEmpty()) {
                return;
            }
            for (Record index : toCome) {
                if (index.get("state").asString().equals("FAILED")) {
                    throw new UnusableNeo4j("The index " + index.get("name").asString()
                            + " could not be built: SHOW INDEXES YIELD name, failureMessage says why; drop it and"
                            + " start again", null);
                }
            }
            if (System.nanoTime() - said > SAY_AGAIN.toNanos()) {
                said = System.nanoTime();
                LOG.info("Waiting for {} indexes: {} %", toCome.size(), Math.round(toCome.stream()
                        .mapToDouble(index -> index.get("percent").asDouble()).average().orElse(0)));
            }
            Startup.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
