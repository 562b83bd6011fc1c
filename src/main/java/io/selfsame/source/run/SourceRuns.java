package io.selfsame.source.run;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.source.Source;
import io.selfsame.space.SpaceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who takes events from which source, in the graph. All times are of the database's clock. Thread safe. */
final class SourceRuns {

    private static final Statement SURVEY = Statement.of("source/survey");
    private static final Statement CLAIM = Statement.of("source/claim");
    private static final Statement RENEW = Statement.of("source/renew");
    private static final Statement RELEASE = Statement.of("source/release");

    /** How long another instance counts as alive after its last sign of life; as with jobs. */
    private static final int LIFE_SECONDS = 10;

    private final Graph graph;

    SourceRuns(Graph graph) {
        this.graph = graph;
    }

    /** A source from which events are wanted and nobody takes them. */
    record FreeSource(SpaceId space, String id, long version) {}

    /** All of them, of all spaces. */
    List<FreeSource> free() {
        return graph.read(SURVEY, Map.of("seconds", LIFE_SECONDS)).stream()
                .map(row -> new FreeSource(new SpaceId(row.get("space").asString()), row.get("id").asString(),
                        row.get("version").asLong()))
                .toList();
    }

    /** Takes the right to take its events, for some seconds; false if another has it. */
    boolean claim(FreeSource source, String token) {
        return !graph.write(CLAIM,
                Map.of("key", source.space().key(source.id()), "token", token, "seconds", LIFE_SECONDS)).isEmpty();
    }

    /** Keeps the right, and notes what has been done; false if it is lost, or the source is not as it was when it was read. */
    boolean renew(Source source, String token, SourceTally.Sum sum) {
        Map<String, Object> parameters = new HashMap<>(noted(sum));
        parameters.putAll(Map.of("key", source.space().key(source.id()), "token", token, "seconds", LIFE_SECONDS));
        return graph.write(RENEW, parameters).stream().anyMatch(
                row -> row.get("active").asBoolean() && row.get("version").asLong() == source.version());
    }

    /** Another instance may take its events now. */
    void release(Source source, String token, SourceTally.Sum sum) {
        Map<String, Object> parameters = new HashMap<>(noted(sum));
        parameters.putAll(Map.of("key", source.space().key(source.id()), "token", token));
        graph.write(RELEASE, parameters);
    }

    private static Map<String, Object> noted(SourceTally.Sum sum) {
        Map<String, Object> noted = new HashMap<>();
        noted.put("accepted", sum.accepted());
        noted.put("repeated", sum.repeated());
        noted.put("rejected", sum.rejected());
        noted.put("lag", sum.lag().orElse(null));
        noted.put("failing", sum.failing().orElse(null));
        return noted;
    }
}
