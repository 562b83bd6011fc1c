package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.error.Invalid;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.http.Access;
import io.selfsame.http.Auth;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Holder;
import io.selfsame.http.HttpError;
import io.selfsame.http.Operation;
import io.selfsame.identity.IdentityResolution;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.SentJson;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
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
import java.util.function.Function;
import java.util.function.Supplier;
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

    private final Auth auth;
    private final RulesStore rules;
    private final Gates gates;
    private final FilterCounts filterCounts;
    private final Intake intake;
    private final RateLimits limits;
    private final TrackingFigures figures;

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
        this.auth = auth;
        this.gates = gates;
        this.filterCounts = filterCounts;
        this.limits = new RateLimits(limits.spaceEventsPerSecond(), limits.keyEventsPerSecond());
        this.rules = rules;
        this.figures = new TrackingFigures(registry);
        this.intake = new Intake(graph, identity, columns, figures);
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
        receive(endpoints, "/beacon/v1/batch", TrackingOperations.BEACON, this::beacon);
        endpoints.post("/v1/batch/check", Access.WRITE_KEY, TrackingOperations.CHECK,
                ctx -> received(ctx, MessageParser.MAX_BATCH_BYTES, this::check));
        CALLS.keySet().forEach(call -> {
            String path = "/v1/pixel/" + call;
            Operation operation = TrackingOperations.pixel(call);
            endpoints.get(path, Access.WRITE_KEY, operation, ctx -> pixel(ctx, call));
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
        received(ctx, MessageParser.MAX_EVENT_BYTES, call -> single(call, type));
    }

    private void batch(Context ctx) {
        received(ctx, MessageParser.MAX_BATCH_BYTES, this::batch);
    }

    /** A browser that leaves a page sends no headers of ours, so the key stands in the URL, and only here is looked for there. */
    private void beacon(Context ctx) {
        received(ctx, named(ctx, Auth::sentWriteKeyOrInUrl), MessageParser.MAX_BATCH_BYTES, this::batch);
    }

    private interface TrackingWork {

        /** JSON. */
        byte[] answer(SenderCall call);
    }

    /** A body whose sender is known, and what they have spent on it. */
    private static final class SenderCall {

        private final Context ctx;
        private final Intake.Sender sender;
        private final Grant.KeyKind keyKind;
        private final Holder holder;
        private final byte[] body;
        private final RateLimits.TakenTokens tokens;

        private SenderCall(Context ctx, Grant source, byte[] body, RateLimits limits) {
            this.ctx = ctx;
            this.sender = new Intake.Sender(source.spaceId(), source.id());
            this.keyKind = source.keyKind();
            this.holder = Holder.of(source);
            this.body = body;
            this.tokens = limits.of(sender);
        }

        private <T> T byTurns(Supplier<T> work) {
            return Bodies.byTurns(ctx, holder, body, work);
        }
    }

    /**
     * Checks the key before it reads the body, if a header has it; otherwise it searches the body for the key before anything is
     * parsed. A request for which there is no room is refused before that too. A body that contains no event counts as one event.
     */
    private void received(Context ctx, int limit, TrackingWork work) {
        received(ctx, named(ctx, Auth::sentWriteKey), limit, work);
    }

    private void received(Context ctx, Optional<Grant> named, int limit, TrackingWork work) {
        Bodies.answerHeld(ctx, worked(ctx, named, Bodies.read(ctx, limit, named.map(Holder::of)), work));
    }

    /** The same for what stands in the URL. */
    private void pixel(Context ctx, String type) {
        Optional<Grant> named = Auth.sentWriteKey(ctx).map(key -> auth.writeKey(Optional.of(key)));
        try {
            worked(ctx, named, Pixel.data(ctx, named.isPresent()), call -> single(call, type));
        } catch (Invalid e) {
            throw Pixel.ofData(e);
        }
        Pixel.answer(ctx);
    }

    private byte[] worked(Context ctx, Optional<Grant> named, byte[] bytes, TrackingWork work) {
        figures.body(bytes.length);
        Grant source = named.orElseGet(() -> auth.writeKey(Bodies.peek(ctx, bytes, BatchBody::writeKey)));
        var call = new SenderCall(ctx, source, bytes, limits);
        intake.requireRoom(call.sender);
        take(call, 1);
        try {
            return Bodies.during(ctx, call.holder, bytes, () -> work.answer(call));
        } catch (Overloaded | GraphUnavailable e) {
            call.tokens.giveBack();
            throw e;
        }
    }

    private Optional<Grant> named(Context ctx, Function<Context, Optional<String>> sent) {
        try {
            return sent.apply(ctx).map(key -> auth.writeKey(Optional.of(key)));
        } catch (HttpError e) {
            Bodies.drop(ctx);
            throw e;
        }
    }

    private byte[] single(SenderCall call, String type) {
        MessageParser parser = parser(call);
        var parsed = whole(call, true, () -> parser.single(object(SentJson.parse(call.body)), type));
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
        IdentityRules inForce = rules.current(call.sender.space());
        return batch(call, false, (events, parsed) -> {
            List<Rejection> refused = call.byTurns(() -> Intake.refused(parsed.messages(), inForce));
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
        BatchBody batch = whole(call, keeps, () -> SentJson.parse(call.body, BatchBody::cut));
        // Before anything is stored: then what is said of it can no longer be refused.
        Bodies.hold(call.ctx, (long) REJECTION * batch.size() + NOTED);
        take(call, batch.size());
        return Bodies.during(call.ctx, call.holder, batch.weight(), () -> {
            MessageParser parser = parser(call);
            var parsed = whole(call, keeps, () -> parser.batch(SentJson.parse(batch.text(), text -> batch.read())));
            return Json.bytes(work.apply(batch.size(), parsed));
        });
    }

    /**
     * Reads a body, of which nothing is taken if it cannot be read.
     *
     * @param keeps whether it is kept then, for the owner of the space to see
     */
    private <T> T whole(SenderCall call, boolean keeps, Supplier<T> reading) {
        try {
            return call.byTurns(reading);
        } catch (Invalid e) {
            if (keeps) {
                keep(call, Rejection.ofBody(call.body, e, Auth.sentWriteKeyOrInUrl(call.ctx).map(Auth::secret)));
            }
            throw e;
        }
    }

    private void keep(SenderCall call, Rejection rejection) {
        try {
            intake.submit(new Submission(call.sender, List.of(), List.of(rejection)));
        } catch (Overloaded | GraphUnavailable e) {
            // The sender is told what is wrong all the same, which sending it again would not change.
        }
    }

    private Intake.Taken submit(SenderCall call, MessageParser.Parsed parsed) {
        count(call.sender, parsed);
        if (parsed.messages().isEmpty() && parsed.rejections().isEmpty()) {
            return Intake.Taken.NOTHING;
        }
        return intake.submit(new Submission(call.sender, parsed.messages(), parsed.rejections()));
    }

    /** Takes as many tokens in all, and ends the request if they are not to be had. */
    private void take(SenderCall call, int events) {
        call.tokens.take(events).ifPresent(quota -> {
            if (quota.isRefusal()) {
                figures.limited(quota.of(), events);
            }
            quota.show(call.ctx);
        });
    }

    /** Counts what filters have kept out. */
    private void count(Intake.Sender sender, MessageParser.Parsed parsed) {
        if (!parsed.dropped().isEmpty()) {
            filterCounts.add(sender.space(), parsed.dropped());
            figures.filtered(parsed.dropped());
        }
    }

    private MessageParser parser(SenderCall call) {
        return parser(call.sender, call.keyKind);
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
