package io.selfsame.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.error.Conflict;
import io.selfsame.error.Invalid;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.http.Paging.Pagination;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.RulesJson;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import io.selfsame.management.SpaceAnswers.AccessTokenAnswer;
import io.selfsame.management.SpaceAnswers.AccessTokensAnswer;
import io.selfsame.management.SpaceAnswers.CreatedSpaceAnswer;
import io.selfsame.management.SpaceAnswers.ListedSecret;
import io.selfsame.management.SpaceAnswers.ManagementTokenAnswer;
import io.selfsame.management.SpaceAnswers.ManagementTokensAnswer;
import io.selfsame.management.SpaceAnswers.SecretFields;
import io.selfsame.management.SpaceAnswers.SpaceAnswer;
import io.selfsame.management.SpaceAnswers.SpaceFields;
import io.selfsame.management.SpaceAnswers.SpacePage;
import io.selfsame.management.SpaceAnswers.WriteKeyAnswer;
import io.selfsame.management.SpaceAnswers.WriteKeysAnswer;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import io.selfsame.space.Spaces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Management: spaces, and the keys and tokens that open them. */
public final class SpacesApi {

    private static final int BODY = 64 * 1024;

    private static final KnownFields SPACE = KnownFields.of("id", "name");
    private static final KnownFields WRITE_KEY = KnownFields.of("name", "kind");
    private static final KnownFields ACCESS_TOKEN = KnownFields.of("name");
    private static final KnownFields MANAGEMENT_TOKEN = KnownFields.of("name", "role", "space", "expiresAt");

    private static final SecretRoutes WRITE_KEYS = new SecretRoutes("write-keys", "writeKey", WriteKeyAnswer::new,
            WriteKeysAnswer::new);
    private static final SecretRoutes ACCESS_TOKENS = new SecretRoutes("access-tokens", "accessToken",
            AccessTokenAnswer::new, AccessTokensAnswer::new);
    private static final SecretRoutes MANAGEMENT_TOKENS = new SecretRoutes("management-tokens", "managementToken",
            ManagementTokenAnswer::new, ManagementTokensAnswer::new);

    private final Spaces spaces;

    /**
     * The routes of one kind of secret.
     *
     * @param path the last part of their path
     * @param field of the answer with one
     */
    private record SecretRoutes(String path, String field, Function<SecretFields, Record> one,
            Function<List<ListedSecret>, Record> all) {}

    public SpacesApi(Spaces spaces) {
        this.spaces = spaces;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        endpoints.post("/v1/spaces", Access.ADMIN, SpaceOperations.CREATE, this::create);
        endpoints.get("/v1/spaces", Access.VIEWER, SpaceOperations.LIST, this::list);
        endpoints.get("/v1/spaces/{space}", Access.VIEWER, SpaceOperations.GET, ctx -> {
            SpaceId space = Endpoints.space(ctx);
            Bodies.answerData(ctx, new SpaceAnswer(spaces.get(space).map(SpaceFields::of).orElseThrow(
                    () -> HttpError.notFound("There is no space '" + space + "'"))));
        });
        endpoints.patch("/v1/spaces/{space}", Access.ADMIN, SpaceOperations.CHANGE, ctx -> {
            SpaceId space = Endpoints.space(ctx);
            var change = SpaceChange.read(ctx);
            Bodies.answerData(ctx, new SpaceAnswer(spaces.change(space, change.name(), change.timeZone())
                    .map(SpaceFields::of).orElseThrow(() -> HttpError.notFound("There is no space '" + space + "'"))));
        });
        managementTokens(endpoints);
        secrets(endpoints, WRITE_KEYS, Grant.GrantKind.WRITE_KEY, (ctx, space) -> {
            var body = SecretBody.read(ctx, WRITE_KEY);
            return spaces.addWriteKey(space, body.name(), body.keyKind());
        });
        secrets(endpoints, ACCESS_TOKENS, Grant.GrantKind.ACCESS_TOKEN,
                (ctx, space) -> spaces.addAccessToken(space, SecretBody.read(ctx, ACCESS_TOKEN).name()));
    }

    private void create(Context ctx) {
        JsonNode body = Bodies.json(ctx, BODY);
        SPACE.require(body);
        if (!body.path("id").isTextual()) {
            throw new Invalid("A space needs id, like \"shop\"");
        }
        SpaceId id;
        try {
            id = new SpaceId(body.path("id").textValue());
        } catch (IllegalArgumentException e) {
            throw new Invalid(String.valueOf(e.getMessage()));
        }
        String name = body.path("name").asText(id.value());
        var created = spaces.create(id, SecretBody.checked(name),
                Json.write(RulesJson.write(IdentityRules.defaults())))
                .orElseThrow(() -> new Conflict("The space '" + id + "' exists; choose another id"));
        ctx.status(201);
        Bodies.answerData(ctx, CreatedSpaceAnswer.of(created));
    }

    private void list(Context ctx) {
        int limit = Paging.limit(ctx, 100, 1_000);
        String after = Paging.next(ctx).orElse("");
        List<Spaces.Space> page = spaces.list(after, limit + 1);
        Optional<String> next = page.size() > limit
                ? Optional.of(Paging.cursor(page.get(limit - 1).id()))
                : Optional.empty();
        Bodies.answerData(ctx, new SpacePage(page.stream().limit(limit).map(SpaceFields::of).toList(),
                new Pagination(Paging.cursor(after), next, Optional.empty(), Optional.empty())));
    }

    private void secrets(Endpoints endpoints, SecretRoutes routes, Grant.GrantKind kind,
            BiFunction<Context, SpaceId, Spaces.Made> add) {
        String all = "/v1/spaces/{space}/" + routes.path();
        endpoints.post(all, Access.ADMIN, SpaceOperations.add(routes.field()),
                ctx -> made(ctx, routes, add.apply(ctx, Endpoints.space(ctx))));
        endpoints.get(all, Access.VIEWER, SpaceOperations.list(routes.field()),
                ctx -> listed(ctx, routes, spaces.listSecrets(Endpoints.space(ctx), kind)));
        endpoints.delete(all + "/{id}", Access.ADMIN, SpaceOperations.revoke(routes.field()), ctx -> {
            SpaceId space = Endpoints.space(ctx);
            if (!spaces.revoke(space, kind, ctx.pathParam("id"))) {
                throw HttpError.notFound("The space has no such " + routes.path() + " entry; GET "
                        + ctx.path().replaceFirst("/[^/]*$", "") + " lists them");
            }
            Bodies.answerSuccess(ctx);
        });
    }

    private void managementTokens(Endpoints endpoints) {
        String all = "/v1/" + MANAGEMENT_TOKENS.path();
        String field = MANAGEMENT_TOKENS.field();
        endpoints.post(all, Access.ADMIN, SpaceOperations.add(field),
                ctx -> made(ctx, MANAGEMENT_TOKENS,
                        spaces.addManagementToken(SecretBody.read(ctx, MANAGEMENT_TOKEN)
                                .token(Instant.now(), space -> spaces.get(space).isPresent()))));
        endpoints.get(all, Access.VIEWER, SpaceOperations.list(field),
                ctx -> listed(ctx, MANAGEMENT_TOKENS, spaces.listManagementTokens()));
        endpoints.delete(all + "/{id}", Access.ADMIN, SpaceOperations.revoke(field).fails("conflict"), ctx -> {
            switch (spaces.revokeManagementToken(ctx.pathParam("id"))) {
                case REVOKED -> Bodies.answerSuccess(ctx);
                case UNKNOWN -> throw HttpError.notFound("There is no such management token; GET " + all
                        + " lists them");
                case LAST -> throw new Conflict(
                        "It is the last admin token for all spaces, nobody could manage the service then; add another first");
            }
        });
    }

    private static void made(Context ctx, SecretRoutes routes, Spaces.Made made) {
        ctx.status(201);
        Bodies.answerData(ctx, routes.one().apply(SecretFields.of(made)));
    }

    private static void listed(Context ctx, SecretRoutes routes, List<Spaces.Listed> secrets) {
        Bodies.answerData(ctx, routes.all().apply(secrets.stream().map(ListedSecret::of).toList()));
    }
}
