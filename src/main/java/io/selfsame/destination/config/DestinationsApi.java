package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.destination.Destination;
import io.selfsame.destination.catalogue.Catalogue;
import io.selfsame.destination.config.DestinationAnswers.DestinationAnswer;
import io.selfsame.destination.config.DestinationAnswers.DestinationFields;
import io.selfsame.destination.config.DestinationAnswers.DestinationPage;
import io.selfsame.destination.config.DestinationEdit.EditedDestination;
import io.selfsame.destination.deliver.SyncPlanner;
import io.selfsame.destination.deliver.SyncPlanner.SyncPlan;
import io.selfsame.error.Invalid;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.http.Paging.Pagination;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import io.selfsame.space.Role;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Management: the destinations of a space. */
public final class DestinationsApi {

    private static final String ALL = "/v1/spaces/{space}/destinations";
    private static final String ONE = ALL + "/{id}";
    private static final Cursor<String> CURSOR = Cursor.texts("destinations");

    /** Two lists of a thousand keys each fit twice. */
    private static final int BODY = 512 * 1024;

    private static final String REASON = "reason";
    private static final int LONGEST_REASON = 500;
    private static final KnownFields PAUSE = KnownFields.of(REASON);

    private final DestinationStore destinations;
    private final DestinationChanges changes;
    private final SyncPlanner planner;
    private final Optional<Catalogue> catalogue;

    /** @param catalogue empty if there is none */
    public DestinationsApi(DestinationStore destinations, DestinationChanges changes, SyncPlanner planner,
            Optional<Catalogue> catalogue) {
        this.destinations = destinations;
        this.changes = changes;
        this.planner = planner;
        this.catalogue = catalogue;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        endpoints.post(ALL, Access.EDITOR, DestinationOperations.CREATE, this::create);
        endpoints.get(ALL, Access.VIEWER, DestinationOperations.LIST, this::list);
        endpoints.get(ONE, Access.VIEWER, DestinationOperations.GET,
                ctx -> answer(ctx, found(ctx, destinations.stored(Endpoints.space(ctx), id(ctx)))));
        endpoints.patch(ONE, Access.EDITOR, DestinationOperations.CHANGE, this::change);
        endpoints.delete(ONE, Access.EDITOR, DestinationOperations.DELETE, ctx -> {
            if (!changes.delete(Endpoints.space(ctx), id(ctx), dryRun(ctx))) {
                throw notFound(ctx);
            }
            Bodies.answerSuccess(ctx);
        });
        endpoints.post(ONE + "/pause", Access.EDITOR, DestinationOperations.PAUSE, this::pause);
        endpoints.post(ONE + "/resume", Access.EDITOR, DestinationOperations.RESUME, this::resume);
        endpoints.get("/v1/spaces/{space}/destination-kinds", Access.VIEWER, DestinationOperations.KINDS,
                ctx -> Bodies.answerData(ctx, CatalogueAnswers.kinds(catalogue)));
    }

    private void create(Context ctx) {
        JsonNode body = Bodies.json(ctx, BODY);
        DestinationDraft.requireKnown(body, true);
        boolean dryRun = dryRun(ctx);
        EditedDestination made = changes.create(Endpoints.space(ctx), body, Endpoints.caller(ctx).id(), dryRun);
        ctx.status(201);
        answer(ctx, made, dryRun);
    }

    private void change(Context ctx) {
        JsonNode body = Bodies.json(ctx, BODY);
        DestinationDraft.requireKnown(body, false);
        boolean dryRun = dryRun(ctx);
        answer(ctx, found(ctx, changes.change(Endpoints.space(ctx), id(ctx), body, Endpoints.caller(ctx).id(), dryRun)),
                dryRun);
    }

    private void list(Context ctx) {
        int limit = Paging.limit(ctx, DestinationStore.MOST, DestinationStore.MOST);
        SpaceId space = Endpoints.space(ctx);
        Optional<String> after = CURSOR.next(ctx);
        List<StoredDestination> found = destinations.page(space, after.orElse(""), limit + 1);
        var size = new Paging.PageSize();
        List<DestinationFields> page = new ArrayList<>();
        for (StoredDestination each : found.subList(0, Math.min(limit, found.size()))) {
            DestinationFields fields = fields(ctx, each);
            if (!size.takes(Json.bytes(fields).length)) {
                break;
            }
            page.add(fields);
        }
        Optional<String> next = found.size() > page.size()
                ? Optional.of(CURSOR.text(page.getLast().id()))
                : Optional.empty();
        Bodies.answerData(ctx, new DestinationPage(page,
                new Pagination(after.map(CURSOR::text).orElse(""), next, Optional.empty(), Optional.empty())));
    }

    private void pause(Context ctx) {
        JsonNode body = Bodies.isAbsent(ctx) ? Json.object() : Bodies.json(ctx, BODY);
        PAUSE.require(body);
        JsonNode reason = body.path(REASON);
        if (body.hasNonNull(REASON) && (!reason.isTextual() || reason.textValue().length() > LONGEST_REASON)) {
            throw new Invalid("reason is not a text of at most " + LONGEST_REASON + " characters");
        }
        String because = Optional.of(reason.asText("").strip()).filter(text -> !text.isEmpty())
                .orElse("Somebody has paused it");
        answer(ctx, found(ctx,
                changes.paused(Endpoints.space(ctx), id(ctx), because, Endpoints.caller(ctx).id())));
    }

    private void resume(Context ctx) {
        if (dryRun(ctx)) {
            StoredDestination stored = found(ctx, destinations.stored(Endpoints.space(ctx), id(ctx)));
            Bodies.answerData(ctx,
                    new DestinationAnswer(fields(ctx, stored), Optional.empty(), Optional.of(planner.ofResuming(
                            destinations.opened(stored))), unknownKeys(stored)));
            return;
        }
        // One whose secrets do not open stays paused, and the answer says why.
        answer(ctx, found(ctx, changes.resume(Endpoints.space(ctx), id(ctx), Endpoints.caller(ctx).id())));
    }

    private DestinationFields fields(Context ctx, StoredDestination stored) {
        Destination opened = destinations.opened(stored);
        return DestinationFields.of(stored, opened, Instant.now(), Endpoints.caller(ctx).may(Role.EDITOR));
    }

    private void answer(Context ctx, StoredDestination stored) {
        Bodies.answerData(ctx,
                new DestinationAnswer(fields(ctx, stored), Optional.empty(), Optional.empty(), unknownKeys(stored)));
    }

    /** What was made for a dry run is kept nowhere. */
    private void answer(Context ctx, EditedDestination edited, boolean dryRun) {
        Optional<SyncPlan> plan = dryRun && edited.destination().isEnabled() && edited.destination().tellsEverybody()
                ? Optional.of(planner.ofEverybody(destinations.opened(edited.destination())))
                : Optional.empty();
        Bodies.answerData(ctx, new DestinationAnswer(fields(ctx, edited.destination()),
                dryRun ? Optional.empty() : edited.generated(), plan, unknownKeys(edited.destination())));
    }

    /** They are no error: whoever sets up a space may make its destinations first. */
    private Optional<List<String>> unknownKeys(StoredDestination stored) {
        return Optional.of(destinations.unknownKeys(stored)).filter(keys -> !keys.isEmpty());
    }

    /** With {@code dryRun=true} a change is checked, answered and not made. */
    private static boolean dryRun(Context ctx) {
        return Paging.flag(ctx, "dryRun");
    }

    private static String id(Context ctx) {
        return ctx.pathParam("id");
    }

    private static <T> T found(Context ctx, Optional<T> there) {
        return there.orElseThrow(() -> notFound(ctx));
    }

    private static HttpError notFound(Context ctx) {
        return HttpError.notFound("The space has no destination with the ID '" + id(ctx) + "'; GET /v1/spaces/"
                + ctx.pathParam("space") + "/destinations lists them");
    }
}
