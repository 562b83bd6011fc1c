package io.selfsame.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.RulesJson;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import io.selfsame.space.Spaces;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Management: spaces, and the keys and tokens that open them. */
public final class SpacesApi {

    private static final int BODY = 64 * 1024;

    private static final Set<String> WRITE_KEY = Set.of("name", "kind");
    private static final Set<String> ACCESS_TOKEN = Set.of("name");
    private static final Set<String> MANAGEMENT_TOKEN = Set.of("name", "role", "space", "expiresAt");

    private final Spaces spaces;

    public SpacesApi(Spaces spaces) {
        this.spaces = spaces;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        endpoints.post("/v1/spaces", Access.ADMIN, SpaceOperations.CREATE, this::create);
        endpoints.get("/v1/spaces", Access.VIEWER, SpaceOperations.LIST, this::list);
        endpoints.get("/v1/spaces/{space}", Access.VIEWER, SpaceOperations.GET, ctx -> {
            SpaceId space = Endpoints.space(ctx);
            ObjectNode data = Json.object();
            spaces.get(space).ifPresent(found -> data.set("space", json(found)));
            Bodies.answerData(ctx, data);
        });
        managementTokens(endpoints);
        secrets(endpoints, "write-keys", "writeKey", Grant.GrantKind.WRITE_KEY, (ctx, space) -> {
            var body = SecretBody.read(ctx, WRITE_KEY);
            return spaces.addWriteKey(space, body.name(), body.keyKind());
        });
        secrets(endpoints, "access-tokens", "accessToken", Grant.GrantKind.ACCESS_TOKEN,
                (ctx, space) -> spaces.addAccessToken(space, SecretBody.read(ctx, ACCESS_TOKEN).name()));
    }

    private void create(Context ctx) {
        JsonNode body = Bodies.json(ctx, BODY);
        if (!body.path("id").isTextual()) {
            throw HttpError.badRequest("validation_error", "A space needs id, like \"shop\"");
        }
        SpaceId id;
        try {
            id = new SpaceId(body.path("id").textValue());
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest("validation_error", String.valueOf(e.getMessage()));
        }
        String name = body.path("name").asText(id.value());
        var created = spaces.create(id, SecretBody.checked(name),
                Json.write(RulesJson.write(IdentityRules.defaults())))
                .orElseThrow(() -> HttpError.conflict("The space '" + id + "' exists; choose another id"));
        ObjectNode data = Json.object();
        data.set("space", json(created.space()).put("writeKey", created.writeKey().secret())
                .put("accessToken", created.accessToken().secret()));
        ctx.status(201);
        Bodies.answerData(ctx, data);
    }

    private static ObjectNode json(Spaces.Space space) {
        return Json.object().put("id", space.id()).put("name", space.name()).put("slug", space.id())
                .put("createdAt", space.createdAt().toString());
    }

    private void list(Context ctx) {
        int limit = Paging.limit(ctx, 100, 1_000);
        String after = Paging.next(ctx).orElse("");
        List<Spaces.Space> page = spaces.list(after, limit + 1);
        ObjectNode data = Json.object();
        var array = data.putArray("spaces");
        page.stream().limit(limit).forEach(space -> array.add(json(space)));
        var pagination = data.putObject("pagination").put("current", Paging.cursor(after));
        if (page.size() > limit) {
            pagination.put("next", Paging.cursor(page.get(limit - 1).id()));
        }
        Bodies.answerData(ctx, data);
    }

    private void secrets(Endpoints endpoints, String path, String field, Grant.GrantKind kind,
            BiFunction<Context, SpaceId, Spaces.Made> add) {
        String all = "/v1/spaces/{space}/" + path;
        endpoints.post(all, Access.ADMIN, SpaceOperations.add(field),
                ctx -> made(ctx, field, add.apply(ctx, Endpoints.space(ctx))));
        endpoints.get(all, Access.VIEWER, SpaceOperations.list(field),
                ctx -> listed(ctx, field, spaces.listSecrets(Endpoints.space(ctx), kind)));
        endpoints.delete(all + "/{id}", Access.ADMIN, SpaceOperations.revoke(field), ctx -> {
            SpaceId space = Endpoints.space(ctx);
            if (!spaces.revoke(space, kind, ctx.pathParam("id"))) {
                throw HttpError.notFound("The space has no such " + path + " entry; GET " + ctx.path().replaceFirst(
                        "/[^/]*$", "") + " lists them");
            }
            revoked(ctx);
        });
    }

    private void managementTokens(Endpoints endpoints) {
        String all = "/v1/management-tokens";
        String field = "managementToken";
        endpoints.post(all, Access.ADMIN, SpaceOperations.add(field),
                ctx -> made(ctx, field, spaces.addManagementToken(SecretBody.read(ctx, MANAGEMENT_TOKEN)
                        .token(Instant.now(), space -> spaces.get(space).isPresent()))));
        endpoints.get(all, Access.VIEWER, SpaceOperations.list(field),
                ctx -> listed(ctx, field, spaces.listManagementTokens()));
        endpoints.delete(all + "/{id}", Access.ADMIN, SpaceOperations.revoke(field).fails("conflict"), ctx -> {
            switch (spaces.revokeManagementToken(ctx.pathParam("id"))) {
                case REVOKED -> revoked(ctx);
                case UNKNOWN -> throw HttpError.notFound("There is no such management token; GET " + all
                        + " lists them");
                case LAST -> throw HttpError.conflict(
                        "It is the last admin token for all spaces, nobody could manage the service then; add another first");
            }
        });
    }

    private static ObjectNode json(Grant grant, Instant createdAt) {
        ObjectNode json = Json.object().put("id", grant.id()).put("name", grant.name());
        switch (grant.kind()) {
            case WRITE_KEY -> json.put("kind", grant.keyKind().text());
            case ACCESS_TOKEN -> {
            }
            case MANAGEMENT -> {
                json.put("role", grant.role().text());
                grant.limitedTo().ifPresent(space -> json.put("space", space.value()));
                grant.expiresAt().ifPresent(end -> json.put("expiresAt", end.toString()));
            }
        }
        return json.put("createdAt", createdAt.toString());
    }

    private static void made(Context ctx, String field, Spaces.Made made) {
        ObjectNode data = Json.object();
        data.set(field, json(made.grant(), made.createdAt()).put("secret", made.secret()));
        ctx.status(201);
        Bodies.answerData(ctx, data);
    }

    private static void listed(Context ctx, String field, List<Spaces.Listed> secrets) {
        ObjectNode data = Json.object();
        var array = data.putArray(field + "s");
        secrets.forEach(secret -> array.add(json(secret.grant(), secret.createdAt())));
        Bodies.answerData(ctx, data);
    }

    private static void revoked(Context ctx) {
        ObjectNode data = Json.object();
        data.put("status", "SUCCESS");
        Bodies.answerData(ctx, data);
    }
}
