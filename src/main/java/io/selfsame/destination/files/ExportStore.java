package io.selfsame.destination.files;

import io.selfsame.destination.Destination;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.lease.LeaseLost;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** How far exports have come, in the graph. Thread safe. */
final class ExportStore {

    private static final Statement SURVEY = Statement.of("files/survey");
    private static final Statement OPEN = Statement.of("files/open");
    private static final Statement HEAD = Statement.of("files/head");
    private static final Statement SAVE = Statement.of("files/save");
    private static final Statement MARK_PLACE = Statement.of("files/markPlace");
    private static final Statement WALK_END = Statement.of("files/walkEnd");
    private static final Statement DROP_MARKS = Statement.of("files/dropMarks");
    private static final Statement CLAIM = Statement.of("delivery/claim");
    private static final Statement RENEW = Statement.of("delivery/renew");
    private static final Statement REQUIRE = Statement.of("delivery/require");
    private static final Statement RELEASE = Statement.of("delivery/release");
    private static final Statement PAUSE = Statement.of("delivery/pause");
    private static final Statement FAILING = Statement.of("delivery/failing");

    /** How long another instance counts as alive after its last sign of life; as with deliveries. */
    private static final int LIFE_SECONDS = 10;

    /** Nodes that are forgotten in one transaction. */
    private static final int DROPPED = 2_000;

    private final Graph graph;

    ExportStore(Graph graph) {
        this.graph = graph;
    }

    /** The exports of a space that are to go on now, and for which nobody works. Those that wait longest come first. */
    List<Due> due(SpaceId space) {
        return graph.read(SURVEY, Map.of("space", space.value(), "seconds", LIFE_SECONDS)).stream()
                .map(row -> new Due(row.get("id").asString(), row.get("late").asBoolean(false))).toList();
    }

    /**
     * An export that is to go on.
     *
     * @param late whether no instance has begun for a minute
     */
    record Due(String id, boolean late) {}

    boolean claim(SpaceId space, String id, String token) {
        return !graph.write(CLAIM, Map.of("key", space.key(id), "token", token, "seconds", LIFE_SECONDS)).isEmpty();
    }

    /**
     * Keeps the right to write.
     *
     * @throws LeaseLost if another has it, or the destination is not as it was
     */
    void renew(Destination destination, String token) {
        if (graph.write(RENEW, kept(destination, token)).stream().noneMatch(row -> row.get("active").asBoolean()
                && row.get("version").asLong() == destination.version())) {
            throw new LeaseLost("Somebody has changed " + destination + ", or another instance works for it");
        }
    }

    void release(Destination destination, String token) {
        graph.write(RELEASE, right(destination, token));
    }

    private static Map<String, Object> right(Destination destination, String token) {
        return Map.of("key", key(destination), "token", token);
    }

    /** The right, for some more seconds. */
    private static Map<String, Object> kept(Destination destination, String token) {
        return Map.of("key", key(destination), "token", token, "seconds", LIFE_SECONDS);
    }

    private static String key(Destination destination) {
        return destination.space().key(destination.id());
    }

    /**
     * What an export may follow now.
     *
     * @param head the last place of the ledger
     * @param marks the last place of changed results
     * @param definitions the version of the definitions, by which traits are hidden
     */
    record Head(long head, long marks, long definitions) {}

    Head head(SpaceId space) {
        Record row = graph.read(HEAD, Map.of("space", space.value())).getFirst();
        return new Head(row.get("head").asLong(), row.get("marks").asLong(), row.get("definitions").asLong());
    }

    /**
     * How far it has come.
     *
     * @param seen the versions of definitions and rules with which everybody was written the last time
     * @param everybody whether everybody is to be written once more
     */
    record Opened(ExportState state, String seen, boolean everybody) {}

    /** Makes the node of a new export. */
    Opened open(Destination destination, String token) {
        return graph.write(tx -> {
            require(tx, destination, token);
            return opened(
                    tx.run(OPEN, Map.of("key", key(destination), "space", destination.space().value(), "destination",
                            destination.id(), "version", destination.version())).getFirst().get("export"));
        });
    }

    private static Opened opened(Value export) {
        return new Opened(new ExportState(export.get("form").asString(""), export.get("full").asString(""),
                export.get("run").asLong(0), export.get("seq").asLong(0), export.get("traitsFrom").asLong(0),
                export.get("walk").isNull() ? null : export.get("walk").asString(), pass(export), plan(export)),
                export.get("seen").asString(""), export.get("everybody").asBoolean(true));
    }

    private static Optional<ExportState.Pass> pass(Value export) {
        return export.get("passTo").isNull()
                ? Optional.empty()
                : Optional.of(new ExportState.Pass(export.get("passBegan").asZonedDateTime().toInstant(),
                        export.get("passTo").asLong(), export.get("passMarks").asLong()));
    }

    private static Optional<ExportState.Plan> plan(Value export) {
        return export.get("planRun").isNull()
                ? Optional.empty()
                : Optional.of(new ExportState.Plan(export.get("planRun").asLong(), export.get("planFrom").asLong(),
                        export.get("planTo").asLong(), export.get("planMarks").asLong(),
                        export.get("planWalkTo").isNull() ? null : export.get("planWalkTo").asString()));
    }

    private static void require(Tx tx, Destination destination, String token) {
        if (tx.run(REQUIRE, kept(destination, token)).isEmpty()) {
            throw new LeaseLost("Another instance works for " + destination + " now");
        }
    }

    /** Changes some properties; one that is null goes. */
    void save(Destination destination, String token, Map<String, Object> properties) {
        graph.write(tx -> {
            require(tx, destination, token);
            tx.run(SAVE,
                    Map.of("key", key(destination), "properties", properties, "files", 0L, "rows", 0L, "bytes", 0L));
            return destination;
        });
    }

    /** Notes that the files of a run are there. */
    void commit(Destination destination, String token, Map<String, Object> properties, Manifest manifest) {
        graph.write(tx -> {
            require(tx, destination, token);
            tx.run(SAVE,
                    Map.of("key", key(destination), "properties", properties, "files", (long) manifest.files().size(),
                            "rows", manifest.rows(), "bytes", manifest.bytes()));
            return destination;
        });
    }

    /** The place of the n-th mark, or the last that may be looked at if there are fewer. */
    long markPlace(Destination destination, long most, long last) {
        return graph.read(MARK_PLACE, Map.of("destination", destination.id(), "last", last, "skip", most - 1)).stream()
                .map(row -> row.get("place").asLong()).findFirst().orElse(last);
    }

    boolean hasMarks(Destination destination, long last) {
        return !graph.read(MARK_PLACE, Map.of("destination", destination.id(), "last", last, "skip", 0L)).isEmpty();
    }

    /** The segmentId of the n-th person behind one; empty if there are fewer. */
    String walkEnd(SpaceId space, String after, long most) {
        return graph.read(WALK_END, Map.of("space", space.value(), "after", after, "skip", most - 1)).stream()
                .map(row -> row.get("segmentId").asString()).findFirst().orElse("");
    }

    void dropMarks(Destination destination, long last) {
        Map<String, Object> parameters = Map.of("destination", destination.id(), "last", last, "limit", DROPPED);
        while (graph.write(DROP_MARKS, parameters).getFirst().get("dropped").asLong() == DROPPED) {
            // The next page.
        }
    }

    /**
     * Shows whether files can be written.
     *
     * @param again when it is tried again, if they cannot
     */
    void failing(SpaceId space, String id, Optional<String> why, Duration again) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", space.key(id));
        parameters.put("milliseconds", again.toMillis());
        parameters.put("why", why.orElse(null));
        graph.write(FAILING, parameters);
    }

    /** Pauses a destination until a person resumes it. */
    void pause(Destination destination, String token, String why) {
        graph.write(tx -> {
            require(tx, destination, token);
            return tx.run(PAUSE, Map.of("key", key(destination), "why", why, "version", destination.version(),
                    "forbidden", List.of(), "most", 0));
        });
    }

    /** When it is to go on. */
    static Map<String, Object> next(Instant began, Duration pause) {
        return Map.of("nextAt", began.plus(pause).atZone(ZoneOffset.UTC));
    }
}
