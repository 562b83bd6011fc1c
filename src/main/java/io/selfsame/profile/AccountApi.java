package io.selfsame.profile;

import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.graph.Statement;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.profile.ProfileAnswers.AccountLink;
import io.selfsame.profile.ProfileAnswers.LinkedId;
import io.selfsame.profile.ProfileAnswers.Metadata;
import io.selfsame.profile.ProfileAnswers.MetadataAnswer;
import io.selfsame.space.SpaceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

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
                ctx -> Bodies.answer(ctx, new MetadataAnswer(Metadata.of(account(ctx).account()))));
        ProfileApi.get(endpoints, one + "links", ProfileOperations.accountLinks(), this::links);
    }

    /** An account that a request asks for. */
    private record RequestedAccount(SpaceId space, AccountKey key, Record account) {}

    private RequestedAccount account(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        String id = ctx.pathParam("id");
        if (!id.startsWith(PREFIX)) {
            throw new Invalid("An account is named group_id:value");
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
        Paging.answer(ctx, List.of(account), Paging.limit(ctx, 25, 100),
                row -> new LinkedId("accounts", "group_id", row.get("groupId").asString(),
                        Optional.of(row.get("firstSourceId").asString()), Times.instant(row.get("createdAt")),
                        Optional.of(row.get("firstMessageId").asString())),
                row -> "");
    }

    private void links(Context ctx) {
        RequestedAccount found = account(ctx);
        int limit = Paging.limit(ctx, 20, 20);
        List<Record> rows = reader.read(found.space(), LINKS,
                Map.of("key", found.key().value(), "after", LINK.next(ctx).map(ProfileId::value).orElse(""),
                        "limit", limit + 1));
        Paging.answer(ctx, rows, limit,
                row -> new AccountLink("users", row.get("root").asString(), row.get("ids").asList(AccountApi::id)),
                row -> LINK.text(new ProfileId(row.get("root").asString())));
    }

    /** An ID of a member, from {@code [type, value, since]}. */
    private static LinkedId id(Value row) {
        return new LinkedId("users", row.get(0).asString(), row.get(1).asString(), Optional.empty(),
                Times.instant(row.get(2)), Optional.empty());
    }
}
