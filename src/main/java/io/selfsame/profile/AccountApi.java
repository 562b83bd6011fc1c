package io.selfsame.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.graph.Statement;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/** {@code …/collections/accounts/profiles/group_id:{id}/…}: accounts, their traits and members. */
final class AccountApi {

    private static final Statement ACCOUNT = Statement.of("profile/account");
    private static final Statement LINKS = Statement.of("profile/accountLinks");
    private static final Cursor<ProfileId> LINK = Cursor.of("account-links", ProfileId::value, ProfileId::new);
    private static final String PREFIX = "group_id:";

    private final ProfileReader reader;
    private final ProfileTraits traits;

    AccountApi(ProfileReader reader, ProfileTraits traits) {
        this.reader = reader;
        this.traits = traits;
    }

    void routes(Endpoints endpoints) {
        String one = "/collections/accounts/profiles/{id}/";
        ProfileApi.get(endpoints, one + "traits", ProfileOperations.accountTraits(), this::traits);
        ProfileApi.get(endpoints, one + "external_ids", ProfileOperations.accountExternalIds(), this::externalIds);
        ProfileApi.get(endpoints, one + "metadata", ProfileOperations.accountMetadata(),
                ctx -> ProfileApi.answerMetadata(ctx, account(ctx).account()));
        ProfileApi.get(endpoints, one + "links", ProfileOperations.accountLinks(), this::links);
    }

    /** An account that a request asks for. */
    private record RequestedAccount(SpaceId space, AccountKey key, Record account) {}

    private RequestedAccount account(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        String id = ctx.pathParam("id");
        if (!id.startsWith(PREFIX)) {
            throw HttpError.badRequest("validation_error", "An account is named group_id:value");
        }
        AccountKey key = AccountKey.of(space, id.substring(PREFIX.length()));
        return new RequestedAccount(space, key, reader.read(space, ACCOUNT, Map.of("key", key.value())).stream()
                .findFirst().orElseThrow(() -> HttpError.notFound("Account was not found.")));
    }

    private void traits(Context ctx) {
        RequestedAccount found = account(ctx);
        traits.account(ctx, found.space(), found.key());
    }

    private void externalIds(Context ctx) {
        Record account = account(ctx).account();
        Paging.answer(ctx, List.of(account), Paging.limit(ctx, 25, 100), row -> ProfileApi
                .externalId("accounts", "group_id", row.get("groupId").asString())
                .put("source_id", row.get("firstSourceId").asString())
                .put("created_at", Times.text(row.get("createdAt"))).put("encoding", "none")
                .put("first_message_id", row.get("firstMessageId").asString()), row -> "");
    }

    private void links(Context ctx) {
        RequestedAccount found = account(ctx);
        int limit = Paging.limit(ctx, 20, 20);
        List<Record> rows = reader.read(found.space(), LINKS,
                Map.of("key", found.key().value(), "after", LINK.next(ctx).map(ProfileId::value).orElse(""),
                        "limit", limit + 1));
        Paging.answer(ctx, rows, limit, row -> {
            ObjectNode link = Json.object().put("to_collection", "users").put("segment_id", row.get("root").asString());
            var ids = link.putArray("external_ids");
            row.get("ids").values().forEach(id -> ids.add(ProfileApi
                    .externalId("users", id.get(0).asString(), id.get(1).asString())
                    .put("created_at", Times.text(id.get(2))).put("encoding", "none")));
            return link;
        }, row -> LINK.text(new ProfileId(row.get("root").asString())));
    }
}
