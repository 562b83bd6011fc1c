package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.selfsame.column.Columns;
import io.selfsame.flow.Capacity;
import io.selfsame.graph.Graph;
import io.selfsame.http.Auth;
import io.selfsame.http.Bodies;
import io.selfsame.http.HttpError;
import io.selfsame.identity.Identity;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code POST /v1/identify} and its seven brothers, as Segment's SDKs call them. Thread safe. */
public final class TrackingApi {

    private static final Map<String, String> CALLS = Map.of("identify", "i", "track", "t", "page", "p", "screen", "s",
            "group", "g", "alias", "a");

    /**
     * Bytes of bodies between their arrival and their commit, over all spaces. As trees they take some twenty times as
     * much at the worst, so this bounds the heap that a flood can fill.
     */
    private static final long WAITING = 64L * 1024 * 1024;

    private final Capacity capacity = new Capacity("event", WAITING);
    private final Auth auth;
    private final RulesStore rules;
    private final Intake intake;

    public TrackingApi(Graph graph, Auth auth, Identity identity, RulesStore rules, Columns columns) {
        this.auth = auth;
        this.rules = rules;
        this.intake = new Intake(graph, identity, columns);
    }

    /** Whether more events come than are taken at once; what can wait had better. */
    public boolean isBehind() {
        return intake.isBehind();
    }

    /** Adds the routes. */
    public void routes(RoutesConfig routes) {
        CALLS.forEach((call, letter) -> Stream.of(call, letter).map(name -> "/v1/" + name).forEach(path -> {
            routes.post(path, ctx -> single(ctx, call));
            open(routes, path);
        }));
        Stream.of("batch", "b", "import").map(name -> "/v1/" + name).forEach(path -> {
            routes.post(path, this::batch);
            open(routes, path);
        });
        routes.get("/v1/projects/{writeKey}/settings", this::settings);
        open(routes, "/v1/projects/{writeKey}/settings");
    }

    /** Web pages of any origin send events; nothing else here answers them. */
    private static void open(RoutesConfig routes, String path) {
        routes.before(path, ctx -> {
            String origin = ctx.header("Origin");
            ctx.header("Access-Control-Allow-Origin", origin == null ? "*" : origin);
            ctx.header("Vary", "Origin");
            if (origin != null) {
                ctx.header("Access-Control-Allow-Credentials", "true");
            }
        });
        routes.options(path, ctx -> {
            ctx.header("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
            String asked = ctx.header("Access-Control-Request-Headers");
            ctx.header("Access-Control-Allow-Headers", asked == null ? "Authorization, Content-Type" : asked);
            ctx.header("Access-Control-Max-Age", "86400");
            ctx.status(204);
        });
    }

    private void single(Context ctx, String type) {
        byte[] bytes = Bodies.read(ctx, MessageParser.MAX_EVENT_BYTES);
        intake.requireRoom();
        Bodies.answer(ctx, capacity.during(bytes.length, () -> single(ctx, type, object(Bodies.parse(bytes)))));
    }

    private ObjectNode single(Context ctx, String type, ObjectNode body) {
        Grant source = source(ctx, body);
        SpaceId space = source.spaceId();
        var parsed = parser(space, source).single(body, type);
        List<Rejection> refused = submit(space, parsed, source);
        Stream.concat(parsed.rejections().stream(), refused.stream()).findFirst().ifPresent(rejection -> {
            throw HttpError.badRequest(rejection.code(), rejection.message());
        });
        return Json.object().put("success", true);
    }

    private void batch(Context ctx) {
        byte[] bytes = Bodies.read(ctx, MessageParser.MAX_BATCH_BYTES);
        intake.requireRoom();
        Bodies.answer(ctx, capacity.during(bytes.length, () -> batch(ctx, Bodies.parse(bytes, BatchBody::read))));
    }

    private ObjectNode batch(Context ctx, BatchBody batch) {
        ObjectNode body = object(batch.envelope());
        Grant source = source(ctx, body);
        List<BatchBody.Item> items = batch.items().orElseThrow(() -> HttpError.badRequest("bad_request",
                "A batch call needs batch, an array of messages"));
        if (items.isEmpty()) {
            throw HttpError.badRequest("empty_batch", "The batch holds no message");
        }
        if (items.size() > MessageParser.MAX_BATCH_EVENTS) {
            throw HttpError.badRequest("batch_too_large", "The batch holds " + items.size() + " messages; the limit is "
                    + MessageParser.MAX_BATCH_EVENTS);
        }
        SpaceId space = source.spaceId();
        MessageParser.Parsed parsed;
        try {
            parsed = parser(space, source).batch(body, items);
        } catch (Invalid e) {
            throw HttpError.badRequest(e.code(), e.getMessage());
        }
        var answer = Json.object().put("success", true);
        List<Rejection> rejected = rejections(parsed, submit(space, parsed, source));
        answer.put("accepted", items.size() - rejected.size());
        var list = answer.putArray("rejected");
        for (Rejection rejection : rejected) {
            list.addObject().put("index", rejection.index()).put("messageId", rejection.messageId())
                    .put("code", rejection.code()).put("message", rejection.message());
        }
        return answer;
    }

    /** Those of the parser and those of the resolver, by their place in the batch as it was sent. */
    private static List<Rejection> rejections(MessageParser.Parsed parsed, List<Rejection> refused) {
        var later = refused.stream().map(rejection -> {
            int index = parsed.messages().get(rejection.index()).common().index();
            return new Rejection(index, rejection.messageId(), rejection.code(), rejection.message(), "");
        });
        return Stream.concat(parsed.rejections().stream(), later)
                .sorted(java.util.Comparator.comparingInt(Rejection::index)).toList();
    }

    private List<Rejection> submit(SpaceId space, MessageParser.Parsed parsed, Grant source) {
        if (parsed.messages().isEmpty() && parsed.rejections().isEmpty()) {
            return List.of();
        }
        return intake.submit(space, new Intake.Submission(parsed.messages(), parsed.rejections(), source.id()));
    }

    private MessageParser parser(SpaceId space, Grant source) {
        return new MessageParser(rules.current(space), source.id(), Instant.now());
    }

    private static ObjectNode object(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw HttpError.badRequest("bad_request", "The body is not a JSON object");
    }

    private Grant source(Context ctx, ObjectNode body) {
        Optional<String> key = Auth.basic(ctx).or(() -> Optional.ofNullable(ctx.header("X-Write-Key")))
                .or(() -> Optional.of(body.path("writeKey").asText("")).filter(text -> !text.isEmpty()));
        return auth.writeKey(key);
    }

    /** What analytics.js asks for before it sends: where to send. */
    private void settings(Context ctx) {
        String key = ctx.pathParam("writeKey");
        auth.writeKey(Optional.of(key));
        var settings = Json.object();
        settings.putObject("integrations").putObject("Segment.io").put("apiKey", key)
                .put("apiHost", ctx.host() + "/v1").put("protocol", ctx.scheme());
        settings.putObject("plan").putObject("track").putObject("__default").put("enabled", true);
        Bodies.answer(ctx, settings);
    }
}
