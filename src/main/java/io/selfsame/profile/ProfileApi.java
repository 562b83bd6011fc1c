package io.selfsame.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.Auth;
import io.selfsame.http.Bodies;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Record;

/** {@code GET /v1/spaces/{space}/collections/users/profiles/{id}/…}: who is this. Thread safe. */
public final class ProfileApi {

    private static final Statement EXTERNAL_IDS = Statement.of("profile/externalIds");
    private static final Statement METADATA = Statement.of("profile/metadata");
    private static final Statement LINKS = Statement.of("profile/links");

    private static final String PROFILES = "/profiles/";
    private static final int MOST_LOOKUPS = 1_000;
    private static final int LOOKUP_BYTES = 1024 * 1024;

    private final Auth auth;
    private final RulesStore rules;
    private final ProfileReader reader;
    private final ProfileEvents events;
    private final ProfileLedger ledger;
    private final AccountApi accounts;

    public ProfileApi(Graph graph, Auth auth, RulesStore rules) {
        this.auth = auth;
        this.rules = rules;
        this.reader = new ProfileReader(graph);
        this.events = new ProfileEvents(reader);
        this.ledger = new ProfileLedger(reader);
        this.accounts = new AccountApi(reader, auth);
    }

    /** Adds the routes, under both names that Segment has given the prefix. */
    public void routes(RoutesConfig routes) {
        for (String prefix : List.of("/v1/spaces/{space}", "/v1/namespaces/{space}")) {
            String users = prefix + "/collections/users";
            String one = users + "/profiles/{id}/";
            routes.get(one + "traits", this::traits);
            routes.get(one + "external_ids", this::externalIds);
            routes.get(one + "events", ctx -> events.list(ctx, root(ctx)));
            routes.get(one + "metadata", this::metadata);
            routes.get(one + "links", this::links);
            routes.get(one + "identity", ctx -> ledger.identity(ctx, root(ctx)));
            routes.get(one + "decisions", ctx -> ledger.decisions(ctx, root(ctx)));
            routes.post(users + "/lookup", this::lookup);
            accounts.routes(routes, prefix + "/collections/accounts/profiles/{id}/");
        }
    }

    private Asked asked(Context ctx) {
        SpaceId space = auth.accessToken(ctx, ctx.pathParam("space"));
        return Asked.parse(space, ctx.pathParam("id")).orElseThrow(() -> HttpError.badRequest("validation_error",
                "A profile is named type:value (like email:a@example.com) or by its segment_id (use_…)"));
    }

    private String root(Context ctx) {
        String root = reader.root(asked(ctx)).orElseThrow(ProfileApi::notFound);
        canonical(ctx, root);
        return root;
    }

    /** Cursors lead on by the canonical profile, whatever ID the first page was asked by. */
    private static void canonical(Context ctx, String root) {
        String path = ctx.path();
        int users = path.indexOf(PROFILES) + PROFILES.length();
        Paging.url(ctx, path.substring(0, users) + root + path.substring(path.lastIndexOf('/')));
    }

    static HttpError notFound() {
        return HttpError.notFound("Profile was not found.");
    }

    private void traits(Context ctx) {
        Asked asked = asked(ctx);
        var person = reader.person(asked).orElseThrow(ProfileApi::notFound);
        SpaceId space = new SpaceId(ctx.pathParam("space"));
        canonical(ctx, person.root());
        answerTraits(ctx, TraitMerge.merge(person.traits(), rules.current(space).traitPolicies()));
    }

    /** One page of traits in alphabetical order; {@code next} is the name that the following page begins with. */
    static void answerTraits(Context ctx, NavigableMap<String, StoredTrait> traits) {
        Set<String> include = Paging.list(ctx, "include");
        int limit = Paging.limit(ctx, include.isEmpty() ? 10 : 200, 200);
        boolean verbose = Paging.flag(ctx, "verbose");
        String kind = Optional.ofNullable(ctx.queryParam("class")).orElse("");
        if (!kind.isEmpty() && !Set.of("audience", "computed_trait", "custom").contains(kind)) {
            throw HttpError.badRequest("validation_error", "class is audience, computed_trait or custom");
        }
        String next = Optional.ofNullable(ctx.queryParam("next")).orElse("");
        List<StoredTrait> page = traits.tailMap(next, true).values().stream()
                .filter(trait -> include.isEmpty() || include.contains(trait.name()))
                .filter(trait -> kind.isEmpty() || trait.kind().equals(kind)).limit(limit + 1L).toList();
        ObjectNode answer = Json.object();
        ObjectNode shown = answer.putObject("traits");
        for (StoredTrait trait : page.subList(0, Math.min(limit, page.size()))) {
            if (verbose) {
                shown.putObject(trait.name()).<ObjectNode>set("value", trait.value())
                        .put("source_id", trait.sourceId()).put("message_id", trait.messageId())
                        .put("updated_at", trait.timestamp().toString());
            } else {
                shown.set(trait.name(), trait.value());
            }
        }
        Paging.cursor(ctx, answer, page.size() > limit ? page.get(limit).name() : "", limit);
        Bodies.answer(ctx, answer);
    }

    private void externalIds(Context ctx) {
        String root = root(ctx);
        int limit = Paging.limit(ctx, 25, 100);
        String[] after = Paging.next(ctx).map(text -> text.split("\\|", 2)).orElse(new String[]{"-1", ""});
        List<ObjectNode> ids = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (var row : reader.read(EXTERNAL_IDS, Map.of("root", root, "types",
                List.copyOf(Paging.list(ctx, "include")), "afterSeq", number(after[0]), "afterKey",
                after.length > 1 ? after[1] : "", "limit", limit + 1))) {
            ids.add(externalId("users", row.get("type").asString(), row.get("value").asString())
                    .put("source_id", row.get("sourceId").asString())
                    .put("created_at", Times.text(row.get("since"))).put("encoding", "none")
                    .put("first_message_id", row.get("messageId").asString()));
            places.add(row.get("seq").asLong() + "|" + row.get("key").asString());
        }
        Paging.answer(ctx, ids, places, limit);
    }

    static ObjectNode externalId(String collection, String type, String value) {
        return Json.object().put("collection", collection).put("type", type).put("id", value);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Paging.badNext();
        }
    }

    private void metadata(Context ctx) {
        var rows = reader.read(METADATA, Map.of("root", root(ctx)));
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
        String root = root(ctx);
        int limit = Paging.limit(ctx, 20, 20);
        List<ObjectNode> links = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (var row : reader.read(LINKS, Map.of("root", root, "after", Paging.next(ctx).orElse(""), "limit",
                limit + 1))) {
            ObjectNode link = Json.object().put("to_collection", "accounts");
            link.putArray("external_ids").add(externalId("accounts", "group_id", row.get("groupId").asString())
                    .put("source_id", row.get("sourceId").asString())
                    .put("created_at", Times.text(row.get("createdAt"))).put("encoding", "none"));
            links.add(link);
            places.add(row.get("groupId").asString());
        }
        Paging.answer(ctx, links, places, limit);
    }

    private void lookup(Context ctx) {
        SpaceId space = auth.accessToken(ctx, ctx.pathParam("space"));
        JsonNode body = Bodies.json(ctx, LOOKUP_BYTES);
        JsonNode ids = body.path("ids");
        if (!ids.isArray() || ids.isEmpty() || ids.size() > MOST_LOOKUPS) {
            throw HttpError.badRequest("validation_error", "ids is an array of 1 to " + MOST_LOOKUPS
                    + " names like email:a@example.com or use_…");
        }
        Map<String, Asked> asked = new LinkedHashMap<>();
        for (JsonNode id : ids) {
            asked.put(id.asText(), Asked.parse(space, id.asText()).orElseThrow(() -> HttpError.badRequest(
                    "validation_error", "'" + id.asText() + "' is neither type:value nor a segment_id")));
        }
        Set<String> include = new java.util.HashSet<>();
        body.path("include").forEach(name -> include.add(name.asText()));
        var policies = rules.current(space).traitPolicies();
        var people = reader.people(List.copyOf(asked.values()));
        ObjectNode answer = Json.object();
        var data = answer.putArray("data");
        int index = 0;
        for (String id : asked.keySet()) {
            var person = people.get(index++);
            ObjectNode entry = data.addObject().put("id", id).put("found", person.isPresent());
            person.ifPresent(found -> {
                ObjectNode traits = entry.put("segment_id", found.root()).putObject("traits");
                TraitMerge.merge(found.traits(), policies).forEach((name, trait) -> {
                    if (include.isEmpty() || include.contains(name)) {
                        traits.set(name, trait.value());
                    }
                });
            });
        }
        Bodies.answer(ctx, answer);
    }

    /** The ledger of whole spaces, for the management API, which authenticates by itself. */
    public SpaceLedger spaceLedger() {
        return new SpaceLedger(reader, rules);
    }
}
