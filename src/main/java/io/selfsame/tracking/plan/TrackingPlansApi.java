package io.selfsame.tracking.plan;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Operation;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.neo4j.driver.Record;

/** Management: the tracking plans of the write keys of a space. Thread safe. */
public final class TrackingPlansApi {

    private static final int BODY = 1024 * 1024;

    /** Plans that are listed: one for each write key, of which no space has so many. */
    private static final int MOST = 1_000;

    private static final String TAG = "Tracking plans";
    private static final String ALL = "/v1/spaces/{space}/tracking-plans";
    private static final String ONE = ALL + "/{source}";
    private static final Operation.Parameter SOURCE = Operation.path("source", "The ID of the write key.",
            "src_4f1b0c2a9d8e7f6a5b");

    private static final Statement LIST = Statement.of("tracking/plans");
    private static final Statement READ = Statement.of("tracking/plan");
    private static final Statement PUT = Statement.of("tracking/putPlan");
    private static final Statement DELETE = Statement.of("tracking/deletePlan");

    private static final Operation LIST_PLANS = Operation
            .of(TAG, "listTrackingPlans", "List the tracking plans of a space")
            .describedAs("Without their rules.").answers(200, "The plans", "TrackingPlansAnswer");
    private static final Operation GET_PLAN = Operation
            .of(TAG, "getTrackingPlan", "Read the tracking plan of a write key")
            .with(SOURCE).answers(200, "The plan", "TrackingPlanAnswer").fails("not_found");
    private static final Operation PUT_PLAN = Operation.of(TAG, "putTrackingPlan", "Give a write key a tracking plan")
            .describedAs(
                    "In place of the one it has. It holds for the events that follow; on other instances after 5 seconds at most.")
            .with(SOURCE).takes("TrackingPlan").answers(200, "The plan", "TrackingPlanAnswer")
            .fails("validation_error", "not_found");
    private static final Operation DELETE_PLAN = Operation
            .of(TAG, "deleteTrackingPlan", "Delete the tracking plan of a write key")
            .with(SOURCE).answers(200, "It is deleted", "StatusAnswer").fails("not_found");

    private final Graph graph;
    private final PlanCompiler compiler;
    private final Function<SpaceId, Set<String>> sources;
    private final Consumer<SpaceId> changed;

    /**
     * Serves nothing before {@link #routes}.
     *
     * @param compiler reads what is sent
     * @param sources the IDs of the write keys and sources of a space
     * @param changed is told of spaces whose plans have changed
     */
    public TrackingPlansApi(Graph graph, PlanCompiler compiler, Function<SpaceId, Set<String>> sources,
            Consumer<SpaceId> changed) {
        this.graph = graph;
        this.compiler = compiler;
        this.sources = sources;
        this.changed = changed;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        endpoints.get(ALL, Access.VIEWER, LIST_PLANS, ctx -> Bodies.answerData(ctx, new TrackingPlansAnswer(
                graph.read(LIST, Map.of("space", Endpoints.space(ctx).value(), "limit", MOST)).stream()
                        .map(PlanHead::of).toList())));
        endpoints.get(ONE, Access.VIEWER, GET_PLAN, this::answer);
        endpoints.put(ONE, Access.ADMIN, PUT_PLAN, this::put);
        endpoints.delete(ONE, Access.ADMIN, DELETE_PLAN, ctx -> {
            SpaceId space = Endpoints.space(ctx);
            if (graph.write(DELETE, Map.of("key", space.key(source(ctx)))).isEmpty()) {
                throw notFound(ctx);
            }
            changed.accept(space);
            Bodies.answerSuccess(ctx);
        });
    }

    /** A plan without its rules. */
    @ApiSchema("TrackingPlanSummary")
    record PlanHead(String sourceId, String name, String onViolation, String onUnplannedEvent, int ruleCount,
            int version,
            Instant updatedAt, String updatedBy) {

        static PlanHead of(Record row) {
            return new PlanHead(row.get("sourceId").asString(), row.get("name").asString(),
                    row.get("onViolation").asString(),
                    row.get("onUnplannedEvent").asString(), row.get("rules").asInt(), row.get("version").asInt(),
                    row.get("updatedAt").asZonedDateTime().toInstant(), row.get("updatedBy").asString());
        }
    }

    @ApiSchema
    record TrackingPlansAnswer(List<PlanHead> trackingPlans) {}

    /** A rule as it was sent. */
    @ApiSchema("TrackingPlanRule")
    record RuleFields(String type, Optional<String> key, JsonNode jsonSchema) {

        /** Of a plan as it is stored, which need not be compiled for this. */
        static List<RuleFields> of(JsonNode rules) {
            List<RuleFields> fields = new ArrayList<>();
            rules.forEach(rule -> fields.add(new RuleFields(rule.path("type").asText(),
                    Optional.ofNullable(rule.path("key").textValue()), rule.path("jsonSchema"))));
            return fields;
        }
    }

    /** A plan with its rules. */
    @ApiSchema("CurrentTrackingPlan")
    record PlanFields(@JsonUnwrapped PlanHead head, List<RuleFields> rules) {}

    @ApiSchema
    record TrackingPlanAnswer(PlanFields trackingPlan) {}

    private void put(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        String source = source(ctx);
        TrackingPlan plan = compiler.sent(space, Bodies.json(ctx, BODY));
        if (!sources.apply(space).contains(source)) {
            throw HttpError
                    .notFound("The space has no write key and no source with the ID '" + source + "'; GET /v1/spaces/"
                            + space + "/write-keys and /sources list them");
        }
        graph.write(PUT, Map.of("space", space.value(), "key", space.key(source), "sourceId", source, "properties",
                Map.of("name", plan.name(), "onViolation", plan.onViolation().text(), "onUnplannedEvent",
                        plan.onUnplanned().text(), "rules", plan.rules().size(), "json",
                        Json.write(TrackingPlanJson.write(plan)), "updatedAt", Instant.now().atZone(ZoneOffset.UTC),
                        "updatedBy", Endpoints.caller(ctx).id())));
        changed.accept(space);
        answer(ctx);
    }

    private void answer(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        Record row = graph.read(READ, Map.of("key", space.key(source(ctx)))).stream().findFirst()
                .orElseThrow(() -> notFound(ctx));
        Bodies.answerData(ctx, new TrackingPlanAnswer(new PlanFields(PlanHead.of(row),
                RuleFields.of(Json.parse(row.get("json").asString()).path("rules")))));
    }

    private static String source(Context ctx) {
        return ctx.pathParam("source");
    }

    private static HttpError notFound(Context ctx) {
        return HttpError.notFound("'" + source(ctx) + "' has no tracking plan; PUT gives it one");
    }
}
