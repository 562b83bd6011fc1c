package io.selfsame.tracking.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.flow.SingleFlight;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import io.selfsame.tracking.filter.EventFilters;
import io.selfsame.tracking.plan.PlanCompiler;
import io.selfsame.tracking.plan.TrackingPlan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;

/**
 * The gates of write keys. What was in force is remembered for some seconds, as identity rules are; after that one read asks for the
 * versions, and only what has changed is read and compiled. Thread safe.
 */
public final class Gates {

    private static final Statement READ = Statement.of("tracking/gate");

    /** Not there: no version is this. */
    private static final int NONE = 0;

    private final Cache<Source, Gate> current = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(5)).build();

    /** Compiled, whether in force or not. Plans may be large. */
    private final Cache<Source, Compiled> compiled = Caffeine.newBuilder().maximumWeight(64L * 1024 * 1024)
            .<Source, Compiled>weigher((source, one) -> one.weight()).expireAfterAccess(Duration.ofHours(1)).build();
    private final SingleFlight<Source, Gate> asked = new SingleFlight<>();
    private final Graph graph;
    private final PlanCompiler compiler;

    private record Source(SpaceId space, String id) {}

    /** @param weight characters of the JSON that it was read from */
    private record Compiled(Gate gate, int filtersVersion, int planVersion, int weight) {

        static final Compiled NOTHING = new Compiled(Gate.OPEN, NONE, NONE, 0);
    }

    /** @param compiler reads the plans */
    public Gates(Graph graph, PlanCompiler compiler) {
        this.graph = graph;
        this.compiler = compiler;
    }

    /** What was in force a few seconds ago at most; changes made by another instance may be missing. */
    public Gate of(SpaceId space, String sourceId) {
        var source = new Source(space, sourceId);
        Gate known = current.getIfPresent(source);
        return known != null ? known : asked.ask(source, () -> read(source));
    }

    /** Forgets what is remembered of a space, as somebody has changed it here. */
    public void changed(SpaceId space) {
        current.asMap().keySet().removeIf(source -> source.space().equals(space));
    }

    private Gate read(Source source) {
        Compiled before = Optional.ofNullable(compiled.getIfPresent(source)).orElse(Compiled.NOTHING);
        Record row = graph.read(READ, Map.of("space", source.space().value(), "key", source.space().key(source.id()),
                "filtersVersion", before.filtersVersion(), "planVersion", before.planVersion())).getFirst();
        int filtersVersion = row.get("filtersVersion").asInt(NONE);
        int planVersion = row.get("planVersion").asInt(NONE);
        if (filtersVersion == before.filtersVersion() && planVersion == before.planVersion()) {
            current.put(source, before.gate());
            return before.gate();
        }
        String filtersJson = row.get("filters").asString("");
        String planJson = row.get("plan").asString("");
        EventFilters filters = filtersVersion == before.filtersVersion()
                ? before.gate().filters()
                : EventFilters.stored(filtersVersion, Json.parse(filtersJson)).of(source.id());
        Optional<TrackingPlan> plan = planVersion == before.planVersion()
                ? before.gate().plan()
                : planJson.isEmpty() ? Optional.empty() : Optional.of(compiler.stored(source.space(), planJson));
        var gate = new Gate(filters, plan);
        compiled.put(source, new Compiled(gate, filtersVersion, planVersion,
                Math.max(before.weight(), filtersJson.length() + planJson.length())));
        current.put(source, gate);
        return gate;
    }
}
