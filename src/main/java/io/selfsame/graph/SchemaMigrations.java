package io.selfsame.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
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
            "V003__event_by_message_id");

    private static final Statement GUARD = Statement.of("space/migrationGuard");
    private static final Statement LOCK = Statement.of("space/migrationLock");
    private static final Statement APPLIED = Statement.of("space/migrationsApplied");
    private static final Statement RECORD = Statement.of("space/migrationRecord");
    private static final Statement AWAIT_INDEXES = Statement.of("space/awaitIndexes");

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
                    graph.write(new Statement("migrations/" + name, statement), Map.of());
                }
                graph.write(RECORD, Map.of("name", name, "checksum", checksum));
                applied++;
            } else if (!before.equals(checksum)) {
                throw new UnusableNeo4j("Schema migration " + name + " was edited after it was applied (checksum "
                        + checksum + ", applied as " + before + "): restore the file and add a new migration", null);
            }
        }
        graph.read(AWAIT_INDEXES, Map.of());
        return applied;
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
