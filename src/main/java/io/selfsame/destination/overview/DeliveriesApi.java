package io.selfsame.destination.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.courier.Courier;
import io.selfsame.destination.deliver.Deliveries;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryFields;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryOverviewAnswer;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryRetry;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryRetryAnswer;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryTest;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryTestAnswer;
import io.selfsame.destination.send.Outcome;
import io.selfsame.error.Conflict;
import io.selfsame.error.Invalid;
import io.selfsame.graph.Graph;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Management: what became of what destinations were sent. */
public final class DeliveriesApi {

    private static final String ONE = "/v1/spaces/{space}/destinations/{id}";
    private static final String ALL = ONE + "/deliveries";
    private static final String OF_PERSON = "/v1/spaces/{space}/collections/users/profiles/{id}/deliveries";
    private static final Cursor<Long> CURSOR = Cursor.numbers("deliveries");
    private static final List<String> STATUSES = List.of("pending", "delivered", "failed", "filtered", "superseded");

    /** How far back an overview goes. */
    private static final Duration DAY = Duration.ofDays(1);

    private final Deliveries.Directory directory;
    private final Courier courier;
    private final DeliveryReader reader;
    private final Retries retries;
    /** Destinations that are being sent a test message: one at a time each. */
    private final Set<String> tested = ConcurrentHashMap.newKeySet();

    public DeliveriesApi(Graph graph, Deliveries.Directory directory, Courier courier) {
        this.directory = directory;
        this.courier = courier;
        this.reader = new DeliveryReader(graph);
        this.retries = new Retries(graph);
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        endpoints.get(ALL, Access.VIEWER, DeliveryOperations.LIST, this::list);
        endpoints.post(ALL + "/retry", Access.EDITOR, DeliveryOperations.RETRY_ALL, ctx -> retry(ctx, List.of()));
        endpoints.post(ALL + "/{delivery}/retry", Access.EDITOR, DeliveryOperations.RETRY,
                ctx -> retry(ctx, List.of(place(ctx))));
        endpoints.get(ONE + "/overview", Access.VIEWER, DeliveryOperations.OVERVIEW, this::overview);
        endpoints.post(ONE + "/test", Access.EDITOR, DeliveryOperations.TEST, this::test);
        endpoints.get(OF_PERSON, Access.VIEWER, DeliveryOperations.OF_PERSON, this::ofPerson);
    }

    private Destination destination(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        String id = ctx.pathParam("id");
        return directory.find(space, id)
                .orElseThrow(() -> HttpError.notFound("The space has no destination with the ID '"
                        + id + "'; GET /v1/spaces/" + space + "/destinations lists them"));
    }

    private void list(Context ctx) {
        Destination destination = destination(ctx);
        int limit = Paging.limit(ctx, 25, 200);
        List<DeliveryFields> rows = reader.list(destination.id(), statuses(ctx), before(ctx), limit + 1);
        answer(ctx, rows, limit);
    }

    private static List<String> statuses(Context ctx) {
        List<String> asked = new ArrayList<>(Paging.list(ctx, "status"));
        if (!STATUSES.containsAll(asked)) {
            throw new Invalid("status is a list of " + String.join(", ", STATUSES));
        }
        return asked.isEmpty() ? STATUSES : asked;
    }

    private static long before(Context ctx) {
        return CURSOR.next(ctx).orElse(Long.MAX_VALUE);
    }

    private static void answer(Context ctx, List<DeliveryFields> rows, int limit) {
        Paging.answer(ctx, rows, limit, row -> row, row -> CURSOR.text(Long.parseLong(row.id())));
    }

    private void ofPerson(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        String asked = ctx.pathParam("id");
        String plain = asked.startsWith("segment_id:") ? asked.substring("segment_id:".length()) : asked;
        boolean segment = plain.startsWith(ProfileId.PREFIX);
        Optional<ExternalId> id = segment ? Optional.empty() : ExternalId.parse(asked);
        if (!segment && id.isEmpty()) {
            throw new Invalid("A profile is named type:value (like email:a@example.com) or by its segment_id (use_…)");
        }
        int limit = Paging.limit(ctx, 25, 200);
        answer(ctx, reader.ofPerson(space.value(), id.map(known -> known.key(space)).orElse(""), segment ? plain : "",
                before(ctx), limit + 1).orElseThrow(() -> HttpError.notFound("Profile was not found.")), limit);
    }

    private void overview(Context ctx) {
        Destination destination = destination(ctx);
        Bodies.answerData(ctx, new DeliveryOverviewAnswer(
                reader.overview(destination.space(), destination.id(), destination.pausedBecause(),
                        Instant.now().minus(DAY))));
    }

    private static long place(Context ctx) {
        try {
            return Long.parseLong(ctx.pathParam("delivery"));
        } catch (NumberFormatException e) {
            throw HttpError.notFound("There is no delivery '" + ctx.pathParam("delivery") + "'");
        }
    }

    private void retry(Context ctx, List<Long> places) {
        Destination destination = destination(ctx);
        boolean dryRun = Paging.flag(ctx, "dryRun");
        Retries.Retried retried = places.isEmpty()
                ? retries.all(destination.space(), destination.id(), dryRun)
                : retries.one(destination.space(), destination.id(), places.getFirst(), dryRun);
        if (!places.isEmpty() && retried.retried() + retried.old() == 0) {
            throw HttpError
                    .notFound("No delivery " + places.getFirst() + " has failed; GET …/deliveries?status=failed lists"
                            + " those that have");
        }
        int cap = destination.settings().callsPerSecond();
        Bodies.answerData(ctx, new DeliveryRetryAnswer(new DeliveryRetry(dryRun, retried.retried(), retried.old(),
                retried.oldest(), cap == 0 ? Optional.empty() : Optional.of((retried.retried() + cap - 1) / cap))));
    }

    private void test(Context ctx) {
        Destination destination = destination(ctx);
        if (destination.settings() instanceof DestinationSettings.Files) {
            throw new Conflict(
                    "A destination of files is sent no messages; GET …/destinations/{id} says whether its files can be"
                            + " written");
        }
        if (!tested.add(destination.id())) {
            throw new Conflict("A test of this destination is going on; wait for its answer");
        }
        try {
            ObjectNode message = Json.object().put("messageId", "slf_test_" + UUID.randomUUID()).put("type", "track")
                    .put("userId", "selfsame-test").put("event", "Selfsame Test")
                    .put("timestamp", Instant.now().toString());
            message.set("properties", Json.object().put("test", true));
            Outcome outcome = courier
                    .send(destination, List.of(new Message("test", ProfileId.next(), "test", message, List.of())),
                            () -> true)
                    .getFirst();
            Bodies.answerData(ctx, new DeliveryTestAnswer(switch (outcome) {
                case Outcome.Delivered delivered -> answer(true, "The receiver has taken it", "", message);
                case Outcome.Final refused -> answer(false, refused.reason(), refused.response(), message);
                case Outcome.Retry retry -> answer(false, retry.reason(), retry.response(), message);
                case Outcome.Pause pause -> answer(false, pause.reason(), pause.response(), message);
                case Outcome.NotTried notTried -> answer(false, notTried.reason(), "", message);
            }));
        } finally {
            tested.remove(destination.id());
        }
    }

    private static DeliveryTest answer(boolean delivered, String reason, String response, JsonNode sent) {
        return new DeliveryTest(delivered, reason, Optional.of(response).filter(text -> !text.isEmpty()), sent);
    }
}
