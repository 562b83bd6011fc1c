package io.selfsame.profile;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.error.Invalid;
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
import io.selfsame.profile.ProfileAnswers.ConsentAnswer;
import io.selfsame.profile.ProfileAnswers.ConsentFields;
import io.selfsame.profile.ProfileAnswers.LinkedId;
import io.selfsame.profile.ProfileAnswers.Metadata;
import io.selfsame.profile.ProfileAnswers.MetadataAnswer;
import io.selfsame.profile.ProfileAnswers.ProfileLink;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.neo4j.driver.Record;

/** {@code GET /v1/spaces/{space}/collections/users/profiles/{id}/…}: who is this. Thread safe. */
public final class ProfileApi {

    private static final Statement EXTERNAL_IDS = Statement.of("profile/externalIds");
    private static final Statement CONSENT = Statement.of("profile/consent");
    private static final Statement METADATA = Statement.of("profile/metadata");
    private static final Statement LINKS = Statement.of("profile/links");
    /** What all profiles of a person say of all categories: a hundred profiles with a hundred categories. */
    private static final int MOST_CONSENT = 10_000;

    private static final String SPACES = "/v1/spaces/{space}";
    private static final String NAMESPACES = "/v1/namespaces/{space}";
    private static final String OF_NAMESPACE = "OfNamespace";
    private static final Pattern ROUTE = Pattern.compile("/v1/(spaces|namespaces)/[^/]+/collections/");
    private static final Cursor<IdPlace> ID = Cursor.of("external-ids", IdPlace::text, IdPlace::parse);
    private static final Cursor<String> LINK = Cursor.texts("links");

    private final RulesStore rules;
    private final ProfileReader reader;
    private final ProfileTraits traits;
    private final ProfileLookup lookup;
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
        this.lookup = new ProfileLookup(reader);
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
        get(endpoints, one + "consent", ProfileOperations.consent(), this::consent);
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
        return ProfileRef.parse(space, ctx.pathParam("id")).orElseThrow(() -> new Invalid(
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

    private void consent(Context ctx) {
        RequestedProfile person = found(ctx);
        List<StoredTrait> said = reader.read(person.space(), CONSENT, Map.of("root", person.root().value(), "prefix",
                ConsentTraits.PREFIX, "limit", MOST_CONSENT)).stream().map(row -> StoredTrait.of(row.get("trait")))
                .toList();
        Bodies.answer(ctx, new ConsentAnswer(
                TraitMerge.merge(said, Map.of()).values().stream().map(ConsentFields::of).toList()));
    }

    private void externalIds(Context ctx) {
        RequestedProfile person = found(ctx);
        int limit = Paging.limit(ctx, 25, 100);
        IdPlace after = ID.next(ctx).orElse(IdPlace.START);
        List<Record> rows = reader.read(person.space(), EXTERNAL_IDS, Map.of("root", person.root().value(), "types",
                List.copyOf(Paging.list(ctx, "include")), "afterSeq", after.seq(), "afterKey", after.key(), "limit",
                limit + 1));
        Paging.answer(ctx, rows, limit,
                row -> new LinkedId("users", row.get("type").asString(), row.get("value").asString(),
                        Optional.of(row.get("sourceId").asString()), Times.instant(row.get("since")),
                        Optional.of(row.get("messageId").asString())),
                row -> ID.text(new IdPlace(row.get("seq").asLong(), row.get("key").asString())));
    }

    private void metadata(Context ctx) {
        RequestedProfile person = found(ctx);
        var rows = reader.read(person.space(), METADATA, Map.of("root", person.root().value()));
        if (rows.isEmpty()) {
            throw notFound();
        }
        Bodies.answer(ctx, new MetadataAnswer(Metadata.of(rows.getFirst())));
    }

    private void links(Context ctx) {
        RequestedProfile person = found(ctx);
        int limit = Paging.limit(ctx, 20, 20);
        List<Record> rows = reader.read(person.space(), LINKS,
                Map.of("root", person.root().value(), "after", LINK.next(ctx).orElse(""), "limit", limit + 1));
        Paging.answer(ctx, rows, limit,
                row -> new ProfileLink("accounts",
                        List.of(new LinkedId("accounts", "group_id", row.get("groupId").asString(),
                                Optional.of(row.get("sourceId").asString()), Times.instant(row.get("createdAt")),
                                Optional.empty()))),
                row -> LINK.text(row.get("groupId").asString()));
    }

    private void lookup(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        lookup.answer(ctx, space, rules.current(space).traitPolicies());
    }
}
