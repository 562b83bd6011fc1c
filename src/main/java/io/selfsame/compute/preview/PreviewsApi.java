package io.selfsame.compute.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.compute.definition.DefinitionDraft;
import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.compute.definition.DefinitionOptions;
import io.selfsame.compute.definition.QueryInput;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.preview.PreviewAnswers.AudiencePreviewAnswer;
import io.selfsame.compute.preview.PreviewAnswers.ComputedTraitPreviewAnswer;
import io.selfsame.compute.preview.PreviewAnswers.PreviewedQuery;
import io.selfsame.error.Invalid;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.json.Json;
import io.selfsame.json.TimeText;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.Optional;

/** Management: {@code …/previews} of audiences and computed traits. */
public final class PreviewsApi {

    private static final int BODY = 256 * 1024;
    private static final int SAMPLE = 100;
    private static final int LARGEST_SAMPLE = 10_000;

    private final Previews previews;

    public PreviewsApi(Previews previews) {
        this.previews = previews;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        for (DefinitionKind kind : DefinitionKind.values()) {
            String all = "/v1/spaces/{space}/" + kind.route() + "/previews";
            var operations = new PreviewOperations(kind);
            endpoints.post(all, Access.EDITOR, operations.start(), ctx -> {
                SpaceId space = Endpoints.space(ctx);
                JsonNode body = Bodies.json(ctx, BODY);
                answer(ctx, kind, previews.start(previews.inTurn(space, () -> asked(space, kind, body))));
            });
            endpoints.get(all + "/{id}", Access.VIEWER, operations.get(), ctx -> {
                SpaceId space = Endpoints.space(ctx);
                answer(ctx, kind, previews.get(space, kind, ctx.pathParam("id")).orElseThrow(() -> HttpError
                        .notFound("There is no such preview; they are kept for a day. POST " + all.replace("{space}",
                                space.value()) + " makes one")));
            });
            endpoints.delete(all + "/{id}", Access.EDITOR, operations.delete(), ctx -> {
                SpaceId space = Endpoints.space(ctx);
                if (!previews.delete(space, kind, ctx.pathParam("id"))) {
                    throw HttpError.notFound("There is no such preview; they are kept for a day");
                }
                Bodies.answerSuccess(ctx);
            });
        }
    }

    private static void answer(Context ctx, DefinitionKind kind, JsonNode preview) {
        Bodies.answerData(ctx, switch (kind) {
            case AUDIENCE -> new AudiencePreviewAnswer(preview);
            case COMPUTED_TRAIT -> new ComputedTraitPreviewAnswer(preview);
        });
    }

    private static Previews.PreviewRequest asked(SpaceId space, DefinitionKind kind, JsonNode body) {
        DefinitionDraft draft = DefinitionDraft.readPreview(body);
        var level = draft.level().orElse(Definition.Level.USERS);
        var read = QueryInput.read(draft.query().orElseThrow(() -> new Invalid(
                "A preview needs a definition, like {\"query\":\"…\"}")), kind, level);
        ObjectNode options = draft.options().orElseGet(Json::object);
        var definition = new Definition(kind.prefix() + "preview", "", level, read.query(),
                DefinitionOptions.needs(options, level), 1);
        return new Previews.PreviewRequest(space, kind, definition, asOf(body.path("asOf")),
                sampleSize(body.path("sampleSize")), new PreviewedQuery(read.text(), level.name()), options);
    }

    private static Optional<Instant> asOf(JsonNode time) {
        return time.isMissingNode() || time.isNull() ? Optional.empty() : Optional.of(TimeText.given("asOf", time));
    }

    private static int sampleSize(JsonNode size) {
        if (size.isMissingNode() || size.isNull()) {
            return SAMPLE;
        }
        if (!size.isInt() || size.intValue() < 0 || size.intValue() > LARGEST_SAMPLE) {
            throw new Invalid("sampleSize is a whole number from 0 to " + LARGEST_SAMPLE);
        }
        return size.intValue();
    }
}
