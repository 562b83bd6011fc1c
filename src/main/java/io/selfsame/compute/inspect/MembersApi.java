package io.selfsame.compute.inspect;

import com.github.ksuid.Ksuid;
import io.javalin.http.Context;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.definition.SavedDefinition;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.inspect.MemberAnswers.CypherAnswer;
import io.selfsame.compute.inspect.MemberAnswers.Member;
import io.selfsame.compute.inspect.MemberAnswers.Run;
import io.selfsame.compute.inspect.MemberAnswers.RunAnswer;
import io.selfsame.compute.inspect.MemberAnswers.RunsAnswer;
import io.selfsame.compute.preview.PreviewAnswers.ExternalIdFields;
import io.selfsame.compute.preview.Previews;
import io.selfsame.error.Conflict;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.ids.Owner;
import io.selfsame.query.cypher.Compiled;
import io.selfsame.query.cypher.CypherCompiler;
import io.selfsame.query.cypher.Target;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.neo4j.driver.Record;

/** Management: what has become of one definition, and how it reads as Cypher. */
public final class MembersApi {

    private static final Statement MEMBERS = Statement.of("compute/members");
    private static final Statement START_RUN = Statement.of("compute/startRun");
    private static final Statement RUNS = Statement.of("compute/runs");

    /** Members whose external IDs are read at once. */
    private static final int OWNERS = 20;

    private final Graph graph;
    private final DefinitionStore definitions;
    private final Previews previews;
    private final Explanations explanations;
    private final DefinitionCypher cypher;
    private final Consumer<SpaceId> wake;

    public MembersApi(Graph graph, DefinitionStore definitions, Previews previews, Explanations explanations,
            EventColumns columns, RulesStore rules, Consumer<SpaceId> wake) {
        this.graph = graph;
        this.definitions = definitions;
        this.previews = previews;
        this.explanations = explanations;
        this.cypher = new DefinitionCypher(definitions, columns, rules);
        this.wake = wake;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        for (DefinitionKind kind : DefinitionKind.values()) {
            String one = "/v1/spaces/{space}/" + kind.route() + "/{id}";
            var operations = new MemberOperations(kind);
            endpoints.post(one + "/runs", Access.EDITOR, operations.startRun(), ctx -> startRun(ctx, kind));
            endpoints.get(one + "/runs", Access.VIEWER, operations.runs(), ctx -> runs(ctx, kind));
            endpoints.get(one + "/cypher", Access.VIEWER, operations.cypher(), ctx -> cypher(ctx, kind));
            endpoints.get(one + "/explain/{who}", Access.VIEWER, operations.explain(), ctx -> {
                SpaceId space = Endpoints.space(ctx);
                Bodies.answerData(ctx, explanations.of(space, understood(ctx, space, kind), ctx.pathParam("who")));
            });
        }
        endpoints.get("/v1/spaces/{space}/audiences/{id}/members", Access.VIEWER,
                new MemberOperations(DefinitionKind.AUDIENCE).members(), this::members);
    }

    private SavedDefinition found(Context ctx, SpaceId space, DefinitionKind kind) {
        return definitions.get(space, kind, ctx.pathParam("id"))
                .orElseThrow(() -> HttpError.notFound("The space has no "
                        + kind.words() + " with that id or key; GET /v1/spaces/" + space + "/" + kind.route()
                        + " lists them"));
    }

    private SavedDefinition understood(Context ctx, SpaceId space, DefinitionKind kind) {
        SavedDefinition saved = found(ctx, space, kind);
        saved.problem().or(() -> definitions.enabled(space).problem(saved.id())).ifPresent(why -> {
            throw new Conflict(why);
        });
        return saved;
    }

    private void members(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        SavedDefinition audience = found(ctx, space, DefinitionKind.AUDIENCE);
        int limit = Paging.limit(ctx, 100, 1_000);
        Definition.Level level = audience.definition().level();
        Cursor<Owner> cursor = Cursor.of("members", Owner::value, level::owner);
        List<MemberRow> rows = graph.read(MEMBERS, Map.of("audience", space.key(audience.id()), "after",
                cursor.next(ctx).map(Owner::value).orElse(""), "limit", limit + 1)).stream()
                .map(row -> new MemberRow(level.owner(row.get("owner").asString()), time(row, "since"))).toList();
        Map<Owner, List<ExternalIdFields>> ids = new HashMap<>();
        long length = 0;
        int read = 0;
        // Each may have a hundred of a thousand characters.
        while (read < rows.size() && length < Paging.PageSize.MOST) {
            List<MemberRow> some = rows.subList(read, Math.min(rows.size(), read + OWNERS));
            var theirs = previews.externalIds(some.stream().map(MemberRow::owner).toList());
            length += theirs.values().stream().flatMap(List::stream).mapToLong(id -> id.id().length())
                    .sum();
            ids.putAll(theirs);
            read += some.size();
        }
        Paging.answer(ctx, rows.subList(0, read), read < rows.size(), limit,
                row -> new Member(row.owner().value(), row.since(), ids.getOrDefault(row.owner(), List.of())),
                row -> cursor.text(row.owner()));
    }

    /** Somebody in an audience, as read. */
    private record MemberRow(Owner owner, Instant since) {}

    private void startRun(Context ctx, DefinitionKind kind) {
        SpaceId space = Endpoints.space(ctx);
        SavedDefinition definition = found(ctx, space, kind);
        if (!definition.enabled()) {
            throw new Conflict("It is disabled; enable it first");
        }
        definitions.enabled(space).problem(definition.id()).ifPresent(why -> {
            throw new Conflict(why);
        });
        String id = "run_" + Ksuid.newKsuid();
        Instant now = Instant.now();
        graph.write(START_RUN, Map.of("key", space.key(definition.id()), "run", space.key(id), "id", id, "definition",
                definition.id(), "space", space.value(), "at", now.atZone(ZoneOffset.UTC)));
        wake.accept(space);
        Bodies.answerData(ctx, new RunAnswer(new Run(id, "RUNNING", now, Optional.empty(), Optional.empty())));
    }

    private void runs(Context ctx, DefinitionKind kind) {
        SpaceId space = Endpoints.space(ctx);
        SavedDefinition definition = found(ctx, space, kind);
        Bodies.answerData(ctx, new RunsAnswer(graph.read(RUNS, Map.of("space", space.value(), "definition",
                definition.id(), "limit", Paging.limit(ctx, 20, 100))).stream().map(MembersApi::run).toList()));
    }

    private static Run run(Record row) {
        boolean finished = !row.get("finishedAt").isNull();
        return new Run(row.get("id").asString(), row.get("status").asString(), time(row, "createdAt"),
                finished ? Optional.of(time(row, "finishedAt")) : Optional.empty(),
                finished ? Optional.of(row.get("people").asLong()) : Optional.empty());
    }

    private static Instant time(Record row, String field) {
        return row.get(field).asZonedDateTime().toInstant();
    }

    /** A value of Cypher as JSON has it: times are texts. */
    private static Object plain(Object value) {
        return switch (value) {
            case Temporal instant -> instant.toString();
            case TemporalAmount span -> span.toString();
            case List<?> list -> list.stream().map(MembersApi::plain).toList();
            default -> value;
        };
    }

    private void cypher(Context ctx, DefinitionKind kind) {
        SpaceId space = Endpoints.space(ctx);
        SavedDefinition saved = understood(ctx, space, kind);
        Target target = cypher.target(space, saved, Instant.now());
        Bodies.answerData(ctx, definitions.inTurn(space,
                () -> answer(CypherCompiler.compile(saved.definition().query(), target))));
    }

    private static CypherAnswer answer(Compiled compiled) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        compiled.parameters().forEach((name, value) -> parameters.put(name, plain(value)));
        return new CypherAnswer(compiled.text(), compiled.browserText(), parameters, compiled.exact(),
                List.copyOf(compiled.gaps()));
    }
}
