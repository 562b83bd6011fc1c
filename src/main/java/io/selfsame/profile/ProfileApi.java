package io.selfsame.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Operation;
import io.selfsame.http.Paging;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.neo4j.driver.Record;

/** {@code GET /v1/spaces/{space}/collections/users/profiles/{id}/…}: who is this. Thread safe. */
public final class ProfileApi {

    private static final Statement EXTERNAL_IDS = Statement.of("profile/externalIds");
    private static final Statement METADATA = Statement.of("profile/metadata");
    private static final Statement LINKS = Statement.of("profile/links");
    private static final String SPACES = "/v1/spaces/{space}";
    private static final String NAMESPACES = "/v1/namespaces/{space}";
    private static final String OF_NAMESPACE = "OfNamespace";
    private static final Pattern ROUTE = Pattern.compile("/v1/(spaces|namespaces)/[^/]+/collections/");
    private static final Cursor<IdPlace> ID = Cursor.of("external-ids", IdPlace::text, IdPlace::parse);
    private static final Cursor<String> LINK = Cursor.texts("links");

    private final RulesStore rules;
    private final ProfileReader reader;
    private final ProfileTraits traits;
    private final ProfileEvents events;
    private final ProfileLedger ledger;
    private final AccountApi accounts;

    /** Whom a request asks for. */
    record RequestedProfile(SpaceId space, ProfileId root) {}

    /**
     * Where an external ID of a person stands.
     *
     * @param seq of the event that linked it
     * @param key tells those of one event apart
     */
    private record IdPlace(long seq, String key) {

        private static final IdPlace START = new IdPlace(-1, "");

        static IdPlace parse(String text) {
            int bar = Math.max(0, text.indexOf('|'));
            return new IdPlace(Long.parseLong(text.substring(0, bar)), text.substring(bar + 1));
        }

        String text() {
            return seq + "|" + key;
        }
    }

    public ProfileApi(Graph graph, RulesStore rules) {
        this.rules = rules;
        this.reader = new ProfileReader(graph);
        this.traits = new ProfileTraits(reader);
        this.events = new ProfileEvents(reader);
        this.ledger = new ProfileLedger(reader);
        this.accounts = new AccountApi(reader, traits);
    }

    /** Shows how full it is. */
    public void figures(MeterRegistry registry) {
        reader.figures(registry);
    }

    /** Whether a path is below those of profiles, as far as its beginning says. */
    public static boolean isRoute(String path) {
        return ROUTE.matcher(path).lookingAt();
    }

    /** Adds the routes, under both names that Segment has given the prefix. */
    public void routes(Endpoints endpoints) {
        var ofSpace = new SpaceLedger(reader, rules);
        String space = "/v1/spaces/{space}/";
        endpoints.get(space + "decisions", Access.VIEWER, ProfileOperations.DECISIONS,
                ctx -> ofSpace.decisions(ctx, Endpoints.space(ctx)));
        endpoints.get(space + "blobs", Access.VIEWER, ProfileOperations.BLOBS,
                ctx -> ofSpace.blobs(ctx, Endpoints.space(ctx)));
        endpoints.get(space + "explain", Access.VIEWER, ProfileOperations.EXPLAIN,
                ctx -> ofSpace.explain(ctx, Endpoints.space(ctx)));
        String one = "/collections/users/profiles/{id}/";
        get(endpoints, one + "traits", ProfileOperations.traits(), this::traits);
        get(endpoints, one + "external_ids", ProfileOperations.externalIds(), this::externalIds);
        get(endpoints, one + "events", ProfileOperations.events(), ctx -> events.list(ctx, found(ctx)));
        get(endpoints, one + "metadata", ProfileOperations.metadata(), this::metadata);
        get(endpoints, one + "links", ProfileOperations.links(), this::links);
        get(endpoints, one + "identity", ProfileOperations.identity(), ctx -> ledger.identity(ctx, found(ctx)));
        get(endpoints, one + "decisions", ProfileOperations.decisions(), ctx -> ledger.decisions(ctx, found(ctx)));
        String lookup = "/collections/users/lookup";
        Operation operation = ProfileOperations.lookup();
        endpoints.post(SPACES + lookup, Access.ACCESS_TOKEN, operation, this::lookup);
        endpoints.post(NAMESPACES + lookup, Access.ACCESS_TOKEN,
                operation.alias(operation.id() + OF_NAMESPACE, "POST " + SPACES + lookup), this::lookup);
        accounts.routes(endpoints);
    }

    /** Adds a read under both prefixes. */
    static void get(Endpoints endpoints, String path, Operation operation, Handler handler) {
        endpoints.get(SPACES + path, Access.ACCESS_TOKEN, operation, handler);
        endpoints.get(NAMESPACES + path, Access.ACCESS_TOKEN,
                operation.alias(operation.id() + OF_NAMESPACE, "GET " + SPACES + path), handler);
    }

    private ProfileRef asked(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        return ProfileRef.parse(space, ctx.pathParam("id")).orElseThrow(() -> HttpError.badRequest("validation_error",
                "A profile is named type:value (like email:a@example.com) or by its segment_id (use_…)"));
    }

    private RequestedProfile found(Context ctx) {
        ProfileRef asked = asked(ctx);
        ProfileId root = reader.root(asked).orElseThrow(ProfileApi::notFound);
        canonical(ctx, root);
        return new RequestedProfile(asked.space(), root);
    }

    /** Cursors lead on by the canonical profile, whatever ID the first page was asked by. */
    private static void canonical(Context ctx, ProfileId root) {
        Paging.url(ctx, Map.of("id", root.value()));
    }

    static HttpError notFound() {
        return HttpError.notFound("Profile was not found.");
    }

    private void traits(Context ctx) {
        ProfileRef asked = asked(ctx);
        var person = reader.person(asked).orElseThrow(ProfileApi::notFound);
        canonical(ctx, person.root());
        traits.person(ctx, asked.space(), person, rules.current(asked.space()).traitPolicies());
    }

    private void externalIds(Context ctx) {
        RequestedProfile person = found(ctx);
        int limit = Paging.limit(ctx, 25, 100);
        IdPlace after = ID.next(ctx).orElse(IdPlace.START);
        List<Record> rows = reader.read(person.space(), EXTERNAL_IDS, Map.of("root", person.root().value(), "types",
                List.copyOf(Paging.list(ctx, "include")), "afterSeq", after.seq(), "afterKey", after.key(), "limit",
                limit + 1));
        Paging.answer(ctx, rows, limit, row -> externalId("users", row.get("type").asString(), row.get("value")
                .asString()).put("source_id", row.get("sourceId").asString())
                .put("created_at", Times.text(row.get("since"))).put("encoding", "none")
                .put("first_message_id", row.get("messageId").asString()),
                row -> ID.text(new IdPlace(row.get("seq").asLong(), row.get("key").asString())));
    }

    static ObjectNode externalId(String collection, String type, String value) {
        return Json.object().put("collection", collection).put("type", type).put("id", value);
    }

    private void metadata(Context ctx) {
        RequestedProfile person = found(ctx);
        var rows = reader.read(person.space(), METADATA, Map.of("root", person.root().value()));
        if (rows.isEmpty()) {
            throw notFound();
        }
        answerMetadata(ctx, rows.getFirst());
    }

    /** When somebody, or an account, was first and last heard of. */
    static void answerMetadata(Context ctx, Record row) {
        ObjectNode answer = Json.object();
        answer.putObject("metadata").put("created_at", Times.text(row.get("createdAt")))
                .put("updated_at", Times.text(row.get("updatedAt"))).putNull("expires_at")
                .put("first_message_id", row.get("firstMessageId").asString())
                .put("first_source_id", row.get("firstSourceId").asString())
                .put("last_message_id", row.get("lastMessageId").asString())
                .put("last_source_id", row.get("lastSourceId").asString());
        Bodies.answer(ctx, answer);
    }

    private void links(Context ctx) {
        RequestedProfile person = found(ctx);
        int limit = Paging.limit(ctx, 20, 20);
        List<Record> rows = reader.read(person.space(), LINKS,
                Map.of("root", person.root().value(), "after", LINK.next(ctx).orElse(""), "limit", limit + 1));
        Paging.answer(ctx, rows, limit, row -> {
            ObjectNode link = Json.object().put("to_collection", "accounts");
            link.putArray("external_ids").add(externalId("accounts", "group_id", row.get("groupId").asString())
                    .put("source_id", row.get("sourceId").asString())
                    .put("created_at", Times.text(row.get("createdAt"))).put("encoding", "none"));
            return link;
        }, row -> LINK.text(row.get("groupId").asString()));
    }

    private void lookup(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        traits.lookup(ctx, space, rules.current(space).traitPolicies());
    }
}
