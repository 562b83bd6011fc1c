package io.selfsame.space;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.flow.Coalescer;
import io.selfsame.flow.SingleFlight;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;

/**
 * Spaces and the secrets that open them. Thread safe.
 *
 * <p>What a secret opens is remembered for a few seconds; a revocation here is felt here at once, and in other
 * instances when they forget. What is not remembered is looked up in rounds, many secrets in one query, so that who tries
 * wrong ones, as many as they like, keeps nobody waiting for longer than some rounds; and those that were good within the
 * last hour have rounds, and room to be remembered, of their own.
 */
public final class Spaces {

    private static final Statement CREATE = Statement.of("space/create");
    private static final Statement LIST = Statement.of("space/list");
    private static final Statement GET = Statement.of("space/get");
    private static final Statement ADD_SECRET = Statement.of("space/addSecret");
    private static final Statement FIND_SECRETS = Statement.of("space/findSecrets");
    private static final Statement LIST_SECRETS = Statement.of("space/listSecrets");
    private static final Statement REVOKE_SECRET = Statement.of("space/revokeSecret");
    private static final Statement HAS_MANAGEMENT = Statement.of("space/hasManagementToken");
    private static final Statement DROP_NAMED = Statement.of("space/dropNamedToken");
    private static final Statement LOCK = Statement.of("space/migrationLock");

    /** The name under which the management token of the settings is listed; no other may have it. */
    public static final String SETTINGS_TOKEN = "SELFSAME_ADMIN_TOKEN";

    /** How long what a secret opens, or that it opens nothing, is believed. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** As long as the driver tries, and less than clients wait, which is ten seconds mostly. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Secrets in one query: about as many as cost no more than the round trip itself. */
    private static final int ROUND = 256;

    private final Graph graph;
    private final Cache<String, CachedGrant> grants = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1)).build();
    private final Cache<String, Boolean> unknown = Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(FRESH)
            .build();
    private final SingleFlight<Question, Optional<Grant>> asked = new SingleFlight<>();
    /** Whoever asks gives up in time, so what waits here is bounded by the requests there are. */
    private final Coalescer<Question, Optional<Grant>> found;
    private final AtomicLong revocations = new AtomicLong();

    public Spaces(Graph graph) {
        this.graph = graph;
        // One lane for secrets that were good before, one for others, and a round of each at a time.
        this.found = Coalescer.inLanes(2, 1, ROUND, question -> 1, Question::wasGood, question -> "", this::find);
    }

    /** A space as listed. */
    public record Space(String id, String name, Instant createdAt) {}

    /** A secret as listed: never the secret itself. */
    public record Listed(String id, String name, Instant createdAt) {}

    /** A secret just made: the only time that it is seen. */
    public record Made(String id, String name, String secret) {}

    /** A space just made, with its first write key and access token. */
    public record NewSpace(Space space, Made writeKey, Made accessToken) {}

    /**
     * Makes a space with one write key and one access token.
     *
     * @param rules the JSON text of its first identity rules
     * @return empty if the id is taken
     */
    public Optional<NewSpace> create(SpaceId id, String name, String rules) {
        Made writeKey = made(Grant.GrantKind.WRITE_KEY, "default");
        Made accessToken = made(Grant.GrantKind.ACCESS_TOKEN, "default");
        ZonedDateTime now = now();
        boolean created = graph.write(tx -> {
            if (tx.run(CREATE, Map.of("id", id.value(), "name", name, "at", now, "rules", rules,
                    "rulesKey", id.key("1"))).getFirst().get("taken").asBoolean()) {
                return false;
            }
            add(tx, id.value(), Grant.GrantKind.WRITE_KEY, writeKey, now);
            add(tx, id.value(), Grant.GrantKind.ACCESS_TOKEN, accessToken, now);
            return true;
        });
        return created
                ? Optional.of(new NewSpace(new Space(id.value(), name, now.toInstant()), writeKey, accessToken))
                : Optional.empty();
    }

    /** Up to {@code limit} spaces in order of id, after the given id. */
    public List<Space> list(String after, int limit) {
        return graph.read(LIST, Map.of("after", after, "limit", limit)).stream().map(Spaces::space).toList();
    }

    /** One space. */
    public Optional<Space> get(SpaceId id) {
        return graph.read(GET, Map.of("id", id.value())).stream().map(Spaces::space).findFirst();
    }

    /** Adds a write key or access token to a space. */
    public Made addSecret(SpaceId space, Grant.GrantKind kind, String name) {
        Made made = made(kind, name);
        graph.write(tx -> {
            add(tx, space.value(), kind, made, now());
            return made;
        });
        return made;
    }

    /** The secrets of a space of one kind, oldest first. */
    public List<Listed> listSecrets(SpaceId space, Grant.GrantKind kind) {
        return graph.read(tx -> list(tx, space.value(), kind));
    }

    private static List<Listed> list(Tx tx, String space, Grant.GrantKind kind) {
        return tx.run(LIST_SECRETS, Map.of("space", space, "kind", kind.name())).stream()
                .map(row -> new Listed(row.get("id").asString(), row.get("name").asString(),
                        row.get("createdAt").asZonedDateTime().toInstant()))
                .toList();
    }

    /** Adds a management token. */
    public Made addManagementToken(String name) {
        Made made = made(Grant.GrantKind.MANAGEMENT, name);
        graph.write(tx -> {
            add(tx, "", Grant.GrantKind.MANAGEMENT, made, now());
            return made;
        });
        return made;
    }

    /** The management tokens, oldest first. */
    public List<Listed> listManagementTokens() {
        return graph.read(tx -> list(tx, "", Grant.GrantKind.MANAGEMENT));
    }

    /** What became of the wish to take a management token back. */
    public enum Revocation {
        REVOKED, UNKNOWN, LAST
    }

    /** Takes a management token back, unless nobody could manage the service then. */
    public Revocation revokeManagementToken(String id) {
        Revocation outcome = graph.write(tx -> {
            tx.run(LOCK, Map.of());
            List<Listed> tokens = list(tx, "", Grant.GrantKind.MANAGEMENT);
            if (tokens.stream().noneMatch(token -> token.id().equals(id))) {
                return Revocation.UNKNOWN;
            }
            if (tokens.size() == 1) {
                return Revocation.LAST;
            }
            tx.run(REVOKE_SECRET, Map.of("space", "", "kind", Grant.GrantKind.MANAGEMENT.name(), "id", id));
            return Revocation.REVOKED;
        });
        revocations.incrementAndGet();
        return outcome;
    }

    /** Takes a secret back; false if the space has none of that id and kind. */
    public boolean revoke(SpaceId space, Grant.GrantKind kind, String id) {
        boolean revoked = !graph
                .write(REVOKE_SECRET, Map.of("space", space.value(), "kind", kind.name(), "id", id)).isEmpty();
        revocations.incrementAndGet();
        return revoked;
    }

    /** What a good secret opens, when that was read, and after which revocation. */
    private record CachedGrant(Grant grant, long readAt, long revocation) {

        boolean isFresh(long lastRevocation) {
            return revocation == lastRevocation && System.nanoTime() - readAt < FRESH.toNanos();
        }
    }

    /** Who asks after a revocation does not share the answer with those who asked before it. */
    private record Question(String hash, long revocation, boolean wasGood) {}

    /**
     * What a secret opens, if it is one of the given kind.
     *
     * @throws io.selfsame.graph.GraphUnavailable if Neo4j does not say so within some seconds
     */
    public Optional<Grant> open(String secret, Grant.GrantKind kind) {
        return opens(Secret.hash(secret)).filter(grant -> grant.kind() == kind);
    }

    private Optional<Grant> opens(String hash) {
        CachedGrant known = grants.getIfPresent(hash);
        var question = new Question(hash, revocations.get(), known != null);
        if (known != null && known.isFresh(question.revocation())) {
            return Optional.of(known.grant());
        }
        if (unknown.getIfPresent(hash) != null) {
            return Optional.empty();
        }
        return asked.ask(question, () -> found.ask(question, PATIENCE));
    }

    private List<Optional<Grant>> find(List<Question> questions) {
        long now = System.nanoTime();
        List<String> hashes = questions.stream().map(Question::hash).distinct().toList();
        Map<String, Grant> opened = graph.read(FIND_SECRETS, Map.of("hashes", hashes)).stream()
                .collect(Collectors.toMap(row -> row.get("hash").asString(),
                        row -> new Grant(row.get("id").asString(), Grant.GrantKind.valueOf(row.get("kind").asString()),
                                row.get("space").asString())));
        return questions.stream().map(question -> {
            Optional<Grant> grant = Optional.ofNullable(opened.get(question.hash()));
            grant.ifPresentOrElse(
                    good -> grants.put(question.hash(), new CachedGrant(good, now, question.revocation())),
                    () -> {
                        grants.invalidate(question.hash());
                        unknown.put(question.hash(), true);
                    });
            return grant;
        }).toList();
    }

    /**
     * Sees to it that there is a management token.
     *
     * @param wanted the one from the settings; if it is new it takes the place of the one that was there before
     * @return a token made now, which must be shown to the person who started us: nobody can see it again
     */
    public Optional<String> bootstrap(Optional<String> wanted) {
        if (wanted.isPresent()) {
            String secret = wanted.get();
            graph.write(tx -> {
                tx.run(LOCK, Map.of());
                tx.run(DROP_NAMED, Map.of("name", SETTINGS_TOKEN, "hash", Secret.hash(secret)));
                add(tx, "", Grant.GrantKind.MANAGEMENT, new Made(Secret.id("adm_"), SETTINGS_TOKEN, secret), now());
                return true;
            });
            return Optional.empty();
        }
        if (graph.read(HAS_MANAGEMENT, Map.of()).getFirst().get("present").asBoolean()) {
            return Optional.empty();
        }
        Made made = made(Grant.GrantKind.MANAGEMENT, "first start");
        boolean ours = graph.write(tx -> {
            // Of instances that start together one makes it.
            tx.run(LOCK, Map.of());
            if (tx.run(HAS_MANAGEMENT, Map.of()).getFirst().get("present").asBoolean()) {
                // Ours all the same, if the first try was committed and its answer lost.
                return !tx.run(FIND_SECRETS, Map.of("hashes", List.of(Secret.hash(made.secret())))).isEmpty();
            }
            add(tx, "", Grant.GrantKind.MANAGEMENT, made, now());
            return true;
        });
        return ours ? Optional.of(made.secret()) : Optional.empty();
    }

    private static Made made(Grant.GrantKind kind, String name) {
        return new Made(Secret.id(kind.prefix()), name, Secret.next());
    }

    private static void add(Tx tx, String space, Grant.GrantKind kind, Made made, ZonedDateTime at) {
        tx.run(ADD_SECRET, Map.of("hash", Secret.hash(made.secret()), "id", made.id(), "kind", kind.name(), "space",
                space, "name", made.name(), "at", at));
    }

    private static Space space(Record row) {
        return new Space(row.get("id").asString(), row.get("name").asString(),
                row.get("createdAt").asZonedDateTime().toInstant());
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC);
    }
}
