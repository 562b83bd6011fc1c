package io.selfsame.compute.definition;

import io.javalin.http.Context;
import io.selfsame.compute.definition.DefinitionAnswers.Audience;
import io.selfsame.compute.definition.DefinitionAnswers.AudienceAnswer;
import io.selfsame.compute.definition.DefinitionAnswers.AudiencePage;
import io.selfsame.compute.definition.DefinitionAnswers.AudienceSize;
import io.selfsame.compute.definition.DefinitionAnswers.ComputedTraitAnswer;
import io.selfsame.compute.definition.DefinitionAnswers.ComputedTraitPage;
import io.selfsame.compute.definition.DefinitionAnswers.ConsumersAnswer;
import io.selfsame.compute.definition.DefinitionAnswers.DefinitionFields;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.space.SpaceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Management: the audiences and computed traits of a space, in the shapes of Segment's Public API. */
public final class DefinitionsApi {

    private static final int BODY = 256 * 1024;

    private final DefinitionStore definitions;
    private final DefinitionChanges changes;

    public DefinitionsApi(DefinitionStore definitions, DefinitionChanges changes) {
        this.definitions = definitions;
        this.changes = changes;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        for (DefinitionKind kind : DefinitionKind.values()) {
            String all = "/v1/spaces/{space}/" + kind.route();
            String one = all + "/{id}";
            var operations = new DefinitionOperations(kind);
            endpoints.post(all, Access.EDITOR, operations.create(), ctx -> create(ctx, kind));
            endpoints.get(all, Access.VIEWER, operations.list(), ctx -> list(ctx, kind));
            endpoints.get(one, Access.VIEWER, operations.get(), ctx -> {
                SpaceId space = Endpoints.space(ctx);
                answer(ctx, space, found(ctx, kind, definitions.get(space, kind, name(ctx))));
            });
            endpoints.patch(one, Access.EDITOR, operations.change(), ctx -> change(ctx, kind));
            endpoints.delete(one, Access.EDITOR, operations.delete(), ctx -> delete(ctx, kind));
            endpoints.get(one + "/audience-references", Access.VIEWER, operations.audienceReferences(), ctx -> {
                SpaceId space = Endpoints.space(ctx);
                var users = found(ctx, kind, definitions.consumers(space, kind, name(ctx))).stream()
                        .filter(user -> user.kind() == DefinitionKind.AUDIENCE).toList();
                answer(ctx, space, DefinitionKind.AUDIENCE, users);
            });
            endpoints.get(one + "/consumers", Access.VIEWER, operations.consumers(), ctx -> consumers(ctx, kind));
        }
    }

    private void create(Context ctx, DefinitionKind kind) {
        SpaceId space = Endpoints.space(ctx);
        String by = Endpoints.caller(ctx).id();
        var body = Bodies.json(ctx, BODY);
        answer(ctx, space, definitions.inTurn(space,
                () -> changes.create(space, kind, DefinitionDraft.readNew(body), by, dryRun(ctx))));
    }

    private void change(Context ctx, DefinitionKind kind) {
        SpaceId space = Endpoints.space(ctx);
        String by = Endpoints.caller(ctx).id();
        var body = Bodies.json(ctx, BODY);
        answer(ctx, space, found(ctx, kind,
                definitions.inTurn(space,
                        () -> changes.change(space, kind, name(ctx), DefinitionDraft.read(body), by, dryRun(ctx)))));
    }

    private void delete(Context ctx, DefinitionKind kind) {
        SpaceId space = Endpoints.space(ctx);
        String by = Endpoints.caller(ctx).id();
        if (!definitions.inTurn(space, () -> changes.delete(space, kind, name(ctx), by, dryRun(ctx)))) {
            throw notFound(ctx, kind);
        }
        Bodies.answerSuccess(ctx);
    }

    private void list(Context ctx, DefinitionKind kind) {
        SpaceId space = Endpoints.space(ctx);
        answer(ctx, space, kind, DefinitionSearch.of(ctx).filter(definitions.list(space, kind)));
    }

    private void consumers(Context ctx, DefinitionKind kind) {
        SpaceId space = Endpoints.space(ctx);
        Bodies.answerData(ctx, new ConsumersAnswer(found(ctx, kind, definitions.consumers(space, kind, name(ctx)))
                .stream().map(DefinitionAnswers.Consumer::of).toList()));
    }

    private List<Audience> audiences(SpaceId space, List<SavedDefinition> some) {
        Map<String, Long> sizes = definitions.sizes(space, some.stream().map(SavedDefinition::id).toList());
        return some.stream().map(one -> new Audience(DefinitionFields.of(space, one),
                new AudienceSize(sizes.getOrDefault(one.id(), 0L), one.definition().level().name()))).toList();
    }

    private void answer(Context ctx, SpaceId space, SavedDefinition saved) {
        Bodies.answerData(ctx, switch (saved.kind()) {
            case AUDIENCE -> new AudienceAnswer(audiences(space, List.of(saved)).getFirst());
            case COMPUTED_TRAIT -> new ComputedTraitAnswer(DefinitionFields.of(space, saved));
        });
    }

    /** A page of definitions. */
    private void answer(Context ctx, SpaceId space, DefinitionKind kind, List<SavedDefinition> all) {
        var page = DefinitionPage.of(ctx, kind, all);
        Bodies.answerData(ctx, switch (kind) {
            case AUDIENCE -> new AudiencePage(audiences(space, page.rows()), page.pagination());
            case COMPUTED_TRAIT -> new ComputedTraitPage(
                    page.rows().stream().map(one -> DefinitionFields.of(space, one)).toList(), page.pagination());
        });
    }

    /** With {@code dryRun=true} a change is checked, answered and not made. */
    private static boolean dryRun(Context ctx) {
        return Paging.flag(ctx, "dryRun");
    }

    /** An id or a key. */
    private static String name(Context ctx) {
        return ctx.pathParam("id");
    }

    private static <T> T found(Context ctx, DefinitionKind kind, Optional<T> there) {
        return there.orElseThrow(() -> notFound(ctx, kind));
    }

    private static HttpError notFound(Context ctx, DefinitionKind kind) {
        return HttpError.notFound(
                "The space has no " + kind.words() + " with the id or key '" + name(ctx) + "'; GET /v1/spaces/"
                        + ctx.pathParam("space") + "/" + kind.route() + " lists them");
    }
}
