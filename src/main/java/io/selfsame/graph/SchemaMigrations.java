package io.selfsame.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
            "V013__casts", "V014__destinations", "V016__pending_aliases", "V017__intake", "V018__sources",
            "V020__files");

    private static final Statement GUARD = Statement.of("space/migrationGuard");
    private static final Statement LOCK = Statement.of("space/migrationLock");
    private static final Statement APPLIED = Statement.of("space/migrationsApplied");
    private static final Statement RECORD = Statement.of("space/migrationRecord");
    private static final Statement INDEXES_TO_COME = Statement.of("space/indexesToCome");

    private static final long LOOK_AGAIN_MILLIS = 250;
    private static final Duration SAY_AGAIN = Duration.ofSeconds(5);

    private static final Pattern END = Pattern.compile(";\\s*(?:\\n|$)");

    private static final Pattern MADE = Pattern.compile(
            "CREATE\\s+(?<kind>CONSTRAINT|INDEX) (?<name>\\w+) IF NOT EXISTS"
                    + " FOR .*?[(\\[]\\w+:(?<covered>\\w+)[)\\]].*? (ON|REQUIRE) (?<properties>.*?)( IS UNIQUE)?",
            Pattern.DOTALL);
    private static final Pattern DROPPED = Pattern.compile("DROP (CONSTRAINT|INDEX) (?<name>\\w+) IF EXISTS");
    private static final Pattern PROPERTY = Pattern.compile("\\w+\\.(\\w+)");

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
        State state = state(graph);
        for (String name : state.unknown()) {
            throw new UnusableNeo4j("The database has the schema migration " + name
                    + ", which this program does not know: start the newer Selfsame that made it", null);
        }
        for (String name : state.edited()) {
            throw new UnusableNeo4j("Schema migration " + name + " was edited after it was applied (checksum "
                    + sha256(source(name)) + "): restore the file and add a new migration", null);
        }
        for (String name : state.missing()) {
            LOG.info("Applying schema migration {}", name);
            for (String statement : statements(name)) {
                change(graph, new Statement("migrations/" + name, statement));
            }
            graph.write(RECORD, Map.of("name", name, "checksum", sha256(source(name))));
        }
        awaitIndexes(graph);
        return state.missing().size();
    }

    /**
     * What a database has of the migrations. Their names, in order.
     *
     * @param missing those that are to be applied
     * @param edited those whose file is another than when they were applied
     * @param unknown those that this program does not know: a newer one has applied them
     */
    public record State(List<String> missing, List<String> edited, List<String> unknown) {}

    /** Looks at which migrations were applied, and changes nothing. */
    public static State state(Graph graph) {
        Map<String, String> known = graph.read(APPLIED, Map.of()).stream()
                .collect(Collectors.toMap(row -> row.get("name").asString(), row -> row.get("checksum").asString()));
        return new State(ALL.stream().filter(name -> !known.containsKey(name)).toList(),
                ALL.stream().filter(name -> known.containsKey(name) && !sha256(source(name)).equals(known.get(name)))
                        .toList(),
                known.keySet().stream().filter(name -> !ALL.contains(name)).sorted().toList());
    }

    /**
     * An index or a constraint that all migrations together leave.
     *
     * @param migration that made it
     * @param constraint whether it is a constraint, which has an index of its name
     * @param covered the label or relationship type
     * @param properties of the index, in order
     * @param statement that makes it
     */
    public record Item(String migration, String name, boolean constraint, String covered, List<String> properties,
            String statement) {}

    /** All indexes and constraints that there must be. */
    public static List<Item> items() {
        Map<String, Item> items = new LinkedHashMap<>();
        for (String migration : ALL) {
            for (String statement : statements(migration)) {
                Matcher made = MADE.matcher(statement);
                Matcher dropped = DROPPED.matcher(statement);
                if (made.matches()) {
                    items.put(made.group("name"), new Item(migration, made.group("name"),
                            made.group("kind").equals("CONSTRAINT"), made.group("covered"),
                            PROPERTY.matcher(made.group("properties")).results().map(found -> found.group(1)).toList(),
                            statement));
                } else if (dropped.matches()) {
                    items.remove(dropped.group("name"));
                }
            }
        }
        return List.copyOf(items.values());
    }

    private static String source(String name) {
        return Statement.source("migrations/" + name);
    }

    private static List<String> statements(String name) {
        return END.splitAsStream(Statement.withoutComments(source(name))).toList();
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
