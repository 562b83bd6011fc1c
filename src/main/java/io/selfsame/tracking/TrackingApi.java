package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.error.Invalid;
import io.selfsame.graph.Graph;
import io.selfsame.http.Access;
import io.selfsame.http.Auth;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Operation;
import io.selfsame.identity.IdentityResolution;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.SentJson;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import io.selfsame.tracking.TrackingBodies.SenderCall;
import io.selfsame.tracking.filter.FilterCounts;
import io.selfsame.tracking.gate.Gates;
import io.selfsame.tracking.TrackingAnswers.BatchAccepted;
import io.selfsame.tracking.TrackingAnswers.BatchChecked;
import io.selfsame.tracking.TrackingAnswers.EventAccepted;
import io.selfsame.tracking.TrackingAnswers.NotedFields;
import io.selfsame.tracking.TrackingAnswers.RejectedMessageFields;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The routes that receive events, like {@code POST /v1/identify}, as SDKs of Segment and Jitsu call them. Thread safe. */
public final class TrackingApi {

    private static final Map<String, String> CALLS = Map.of("identify", "i", "track", "t", "page", "p", "screen", "s",
            "group", "g", "alias", "a");

    /** The calls of Jitsu's clients. Each has two routes, as servers have one of their own. */
    private static final List<String> JITSU = List.of("identify", "track", "page", "group");

    private static final Pattern ROUTE = Pattern.compile(
            "/v1/((pixel/)?(identify|track|page|screen|group|alias)|batch|import|[itpsgab]|projects/[^/]+/settings)"
                    + "|/api/s/(s2s/)?(identify|track|page|group)|/beacon/v1/batch");

    /** The most bytes of an answer for one rejected message: its ID, with up to six bytes a character, and the reason. */
    private static final int REJECTION = 1_024;

    /** Bytes that an answer has at most for what was left out: of each code one value, of which each character may take six. */
    private static final int NOTED = 32 * 1_024;

    private final RulesStore rules;
    private final Gates gates;
    private final FilterCounts filterCounts;
    private final Intake intake;
    private final RateLimits limits;
    private final TrackingFigures figures;
    private final TrackingBodies bodies;

    /**
     * Events a second that this instance accepts; 0: without limit.
     *
     * @param spaceEventsPerSecond of a space
     * @param keyEventsPerSecond of a write key
     */
    public record EventRates(long spaceEventsPerSecond, long keyEventsPerSecond) {}

    /**
     * Serves nothing before {@link #routes}.
     *
     * @param gates what is asked of events before they are taken
     * @param filterCounts where those are counted that are kept out
     * @param limits how much may be sent
     * @param registry where events and bodies are counted
     */
    public TrackingApi(Graph graph, Auth auth, IdentityResolution identity, RulesStore rules, EventColumns columns,
            Gates gates, FilterCounts filterCounts, EventRates limits, MeterRegistry registry) {
        this.gates = gates;
        this.filterCounts = filterCounts;
        this.limits = new RateLimits(limits.spaceEventsPerSecond(), limits.keyEventsPerSecond());
        this.rules = rules;
        this.figures = new TrackingFigures(registry);
        this.intake = new Intake(graph, identity, columns, figures);
        this.bodies = new TrackingBodies(auth, this.limits, intake, figures);
    }

    /** Whether a path is that of a tracking call in its normal spelling, without doubled or trailing slashes. */
    public static boolean isRoute(String path) {
        return ROUTE.matcher(path).matches();
    }

    /** Whether events wait to be written; background work should yield then. */
    public boolean isBehind() {
        return intake.isBehind();
    }

    /** Where events come in by other ways than requests. */
    public EventFeed feed() {
        return new EventFeed(intake, limits, figures, sender -> parser(sender, Grant.KeyKind.SERVER), this::count);
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        CALLS.forEach((call, letter) -> Stream.of(call, letter).forEach(name -> receive(endpoints, "/v1/" + name,
                TrackingOperations.single(call, name), ctx -> single(ctx, call))));
        JITSU.forEach(call -> List.of("", "s2s/").forEach(to -> receive(endpoints, "/api/s/" + to + call,
                TrackingOperations.jitsu(call, !to.isEmpty()), ctx -> single(ctx, call))));
        Stream.of("batch", "b", "import").forEach(
                name -> receive(endpoints, "/v1/" + name, TrackingOperations.batch(name), this::batch));
        receive(endpoints, "/beacon/v1/batch", TrackingOperations.BEACON,
                ctx -> bodies.beacon(ctx, MessageParser.MAX_BATCH_BYTES, this::batch));
        endpoints.post("/v1/batch/check", Access.WRITE_KEY, TrackingOperations.CHECK,
                ctx -> bodies.received(ctx, MessageParser.MAX_BATCH_BYTES, this::check));
        CALLS.keySet().forEach(call -> {
            String path = "/v1/pixel/" + call;
            Operation operation = TrackingOperations.pixel(call);
            endpoints.get(path, Access.WRITE_KEY, operation, ctx -> bodies.pixel(ctx, each -> single(each, call)));
            open(endpoints, path, operation);
        });
    }

    private static void receive(Endpoints endpoints, String path, Operation operation, Handler handler) {
        endpoints.post(path, Access.WRITE_KEY, operation, handler);
        open(endpoints, path, operation);
    }

    /** Lets web pages of any origin send events; other routes do not answer them. */
    static void open(Endpoints endpoints, String path, Operation operation) {
        endpoints.before(path, ctx -> {
            String origin = ctx.header("Origin");
            ctx.header("Access-Control-Allow-Origin", origin == null ? "*" : origin);
            ctx.header("Vary", "Origin");
            // Otherwise a page cannot read when it may send again.
            ctx.header("Access-Control-Expose-Headers",
                    "Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-RateLimit-Reset, Request-Id");
            if (origin != null) {
                ctx.header("Access-Control-Allow-Credentials", "true");
            }
        });
        endpoints.options(path, Access.OPEN, TrackingOperations.preflight(operation), ctx -> {
            ctx.header("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
            String asked = ctx.header("Access-Control-Request-Headers");
            ctx.header("Access-Control-Allow-Headers",
                    asked == null ? "Authorization, Content-Type, X-Write-Key" : asked);
            ctx.header("Access-Control-Max-Age", "86400");
            ctx.status(204);
        });
    }

    private void single(Context ctx, String type) {
        bodies.received(ctx, MessageParser.MAX_EVENT_BYTES, call -> single(call, type));
    }

    private void batch(Context ctx) {
        bodies.received(ctx, MessageParser.MAX_BATCH_BYTES, this::batch);
    }

    private byte[] single(SenderCall call, String type) {
        MessageParser parser = parser(call);
        var parsed = bodies.whole(call, true, parser.isCostly(),
                () -> parser.single(object(SentJson.parse(call.body())), type));
        List<Rejection> refused = submit(call, parsed).refused();
        Stream.concat(parsed.rejections().stream(), refused.stream()).findFirst().ifPresent(rejection -> {
            throw new Invalid(rejection.code(), rejection.message());
        });
        return Json.bytes(new EventAccepted(true));
    }

    private byte[] batch(SenderCall call) {
        return batch(call, true, (events, parsed) -> {
            Intake.Taken taken = submit(call, parsed);
            List<Rejection> rejected = Rejection.inOrder(parsed, taken.refused());
            return new BatchAccepted(true, events - rejected.size(),
                    Optional.of(taken.repeated()).filter(repeated -> repeated > 0),
                    Optional.of(parsed.keptOut()).filter(filtered -> filtered > 0),
                    rejected.stream().map(RejectedMessageFields::of).toList(),
                    Optional.of(NotedFields.of(without(parsed.messages(), taken.refused())))
                            .filter(noted -> !noted.isEmpty()));
        });
    }

    /** What would become of a batch; it is not stored, nor are the rejections. */
    private byte[] check(SenderCall call) {
        IdentityRules inForce = rules.current(call.sender().space());
        return batch(call, false, (events, parsed) -> {
            List<Rejection> refused = call.byTurns(false, () -> Intake.refused(parsed.messages(), inForce));
            return BatchChecked.of(events, parsed.keptOut(), Rejection.inOrder(parsed, refused),
                    without(parsed.messages(), refused));
        });
    }

    private static List<Message> without(List<Message> messages, List<Rejection> refused) {
        var out = new BitSet();
        refused.forEach(rejection -> out.set(rejection.index()));
        return IntStream.range(0, messages.size()).filter(i -> !out.get(i)).mapToObj(messages::get).toList();
    }

    private byte[] batch(SenderCall call, boolean keeps, BiFunction<Integer, MessageParser.Parsed, Record> work) {
        BatchBody batch = bodies.whole(call, keeps, false, () -> SentJson.parse(call.body(), BatchBody::cut));
        call.holdAnswer((long) REJECTION * batch.size() + NOTED);
        bodies.take(call, batch.size());
        return call.during(batch.weight(), () -> {
            MessageParser parser = parser(call);
            var parsed = bodies.whole(call, keeps, parser.isCostly(),
                    () -> parser.batch(SentJson.parse(batch.text(), text -> batch.read())));
            return Json.bytes(work.apply(batch.size(), parsed));
        });
    }

    private Intake.Taken submit(SenderCall call, MessageParser.Parsed parsed) {
        count(call.sender(), parsed);
        if (parsed.messages().isEmpty() && parsed.rejections().isEmpty()) {
            return Intake.Taken.NOTHING;
        }
        return intake.submit(new Submission(call.sender(), parsed.messages(), parsed.rejections()));
    }

    /** Counts what filters have kept out. */
    private void count(Intake.Sender sender, MessageParser.Parsed parsed) {
        if (!parsed.dropped().isEmpty()) {
            filterCounts.add(sender.space(), parsed.dropped());
            figures.filtered(parsed.dropped());
        }
    }

    private MessageParser parser(SenderCall call) {
        return parser(call.sender(), call.keyKind());
    }

    private MessageParser parser(Intake.Sender sender, Grant.KeyKind keyKind) {
        return new MessageParser(rules.current(sender.space()), gates.of(sender.space(), sender.sourceId()),
                sender.sourceId(), keyKind, Instant.now());
    }

    private static ObjectNode object(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw new Invalid("bad_request", "The body is not a JSON object");
    }
}
