package io.selfsame.compute.definition;

import io.javalin.http.Context;
import io.selfsame.compute.definition.ListAnswers.ListFields;
import io.selfsame.compute.definition.ListAnswers.ListWithValuesAnswer;
import io.selfsame.compute.definition.ListAnswers.StoredListAnswer;
import io.selfsame.graph.Graph;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.space.SpaceId;
import java.util.List;

/** Management: the stored lists of a space, which definitions ask for by key. */
public final class ListsApi {

    /** Each character may be an escape of six bytes, and most are not. */
    private static final int BODY = 2 * 1024 * 1024;

    private static final String ALL = "/v1/spaces/{space}/lists";
    private static final String ONE = ALL + "/{key}";
    private static final Cursor<String> CURSOR = Cursor.texts("lists");

    private final DefinitionStore definitions;
    private final StoredLists lists;

    public ListsApi(Graph graph, DefinitionStore definitions) {
        this.definitions = definitions;
        this.lists = new StoredLists(graph);
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        endpoints.get(ALL, Access.VIEWER, ListOperations.LIST, this::list);
        endpoints.get(ONE, Access.VIEWER, ListOperations.GET, ctx -> {
            SpaceId space = Endpoints.space(ctx);
            String key = key(ctx);
            Bodies.answerData(ctx, ListWithValuesAnswer.of(definitions.inTurn(space, () -> lists.get(space, key))
                    .orElseThrow(() -> notFound(space, key))));
        });
        endpoints.put(ONE, Access.EDITOR, ListOperations.PUT, ctx -> {
            SpaceId space = Endpoints.space(ctx);
            String key = key(ctx);
            String by = Endpoints.caller(ctx).id();
            var body = Bodies.json(ctx, BODY);
            Bodies.answerData(ctx, new StoredListAnswer(ListFields.of(
                    definitions.inTurn(space, () -> lists.put(space, key, ListValues.read(body), by)))));
        });
        endpoints.delete(ONE, Access.EDITOR, ListOperations.DELETE, ctx -> {
            SpaceId space = Endpoints.space(ctx);
            String key = key(ctx);
            if (!definitions.inTurn(space, () -> lists.delete(space, key))) {
                throw notFound(space, key);
            }
            Bodies.answerSuccess(ctx);
        });
    }

    private void list(Context ctx) {
        int limit = Paging.limit(ctx, 100, StoredLists.MOST);
        List<StoredLists.ListSize> page = lists.page(Endpoints.space(ctx), CURSOR.next(ctx).orElse(""), limit + 1);
        Paging.answer(ctx, page, limit, ListFields::of, list -> CURSOR.text(list.key()));
    }

    private static String key(Context ctx) {
        return TraitKeys.checked(ctx.pathParam("key"));
    }

    private static HttpError notFound(SpaceId space, String key) {
        return HttpError.notFound("The space has no list '" + key + "'; GET /v1/spaces/" + space + "/lists lists them");
    }
}
