package io.selfsame.source.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.source.config.SourceAnswers.SourceAnswer;
import io.selfsame.source.config.SourceAnswers.SourceFields;
import io.selfsame.source.config.SourceAnswers.SourceKindsAnswer;
import io.selfsame.source.config.SourceAnswers.SourceList;
import java.util.Optional;

/** Management: the sources of a space. */
public final class SourcesApi {

    private static final String ALL = "/v1/spaces/{space}/sources";
    private static final String ONE = ALL + "/{id}";
    private static final int BODY = 128 * 1024;

    private final SourceStore sources;

    public SourcesApi(SourceStore sources) {
        this.sources = sources;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        endpoints.post(ALL, Access.EDITOR, SourceOperations.CREATE, this::create);
        endpoints.get(ALL, Access.VIEWER, SourceOperations.LIST, ctx -> Bodies.answerData(ctx,
                new SourceList(sources.all(Endpoints.space(ctx)).stream().map(this::fields).toList())));
        endpoints.get(ONE, Access.VIEWER, SourceOperations.GET,
                ctx -> answer(ctx, sources.stored(Endpoints.space(ctx), id(ctx))));
        endpoints.patch(ONE, Access.EDITOR, SourceOperations.CHANGE, this::change);
        endpoints.delete(ONE, Access.EDITOR, SourceOperations.DELETE, ctx -> {
            if (!sources.delete(Endpoints.space(ctx), id(ctx), Paging.flag(ctx, "dryRun"))) {
                throw notFound(ctx);
            }
            Bodies.answerSuccess(ctx);
        });
        endpoints.post(ONE + "/pause", Access.EDITOR, SourceOperations.PAUSE, ctx -> answer(ctx,
                sources.pause(Endpoints.space(ctx), id(ctx), "Somebody has paused it", Endpoints.caller(ctx).id())));
        endpoints.post(ONE + "/resume", Access.EDITOR, SourceOperations.RESUME,
                ctx -> answer(ctx, sources.resume(Endpoints.space(ctx), id(ctx), Endpoints.caller(ctx).id())));
        endpoints.get("/v1/spaces/{space}/source-kinds", Access.VIEWER, SourceOperations.KINDS,
                ctx -> Bodies.answerData(ctx, SourceKindsAnswer.all()));
    }

    private void create(Context ctx) {
        JsonNode body = Bodies.json(ctx, BODY);
        StoredSource made = sources.create(Endpoints.space(ctx), body, Endpoints.caller(ctx).id(),
                Paging.flag(ctx, "dryRun"));
        ctx.status(201);
        answer(ctx, Optional.of(made));
    }

    private void change(Context ctx) {
        JsonNode body = Bodies.json(ctx, BODY);
        SourceEdit.requireKnown(body);
        answer(ctx, sources.change(Endpoints.space(ctx), id(ctx), body, Endpoints.caller(ctx).id(),
                Paging.flag(ctx, "dryRun")));
    }

    private SourceFields fields(StoredSource stored) {
        return SourceFields.of(stored, sources.opened(stored));
    }

    private void answer(Context ctx, Optional<StoredSource> there) {
        Bodies.answerData(ctx, new SourceAnswer(fields(there.orElseThrow(() -> notFound(ctx)))));
    }

    private static String id(Context ctx) {
        return ctx.pathParam("id");
    }

    private static HttpError notFound(Context ctx) {
        return HttpError.notFound("The space has no source with the ID '" + id(ctx) + "'; GET /v1/spaces/"
                + ctx.pathParam("space") + "/sources lists them");
    }
}
