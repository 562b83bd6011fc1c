package io.selfsame.space;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;

/**
 * Spaces and the secrets that open them. Thread safe.
 *
 * <p>What a secret opens is remembered for a few seconds; a revocation here is felt here at once, and in other
 * instances when they forget.
 */
public final class Spaces {

    private static final Statement CREATE = Statement.of("space/create");
    private static final Statement LIST = Statement.of("space/list");
    private static final Statement GET = Statement.of("space/get");
    private static final Statement CHANGE = Statement.of("space/change");
    private static final Statement LOCK = Statement.of("space/migrationLock");

    /** The name under which the management token of the settings is listed; no other may have it. */
    public static final String SETTINGS_TOKEN = "SELFSAME_ADMIN_TOKEN";

    private final Graph graph;
    private final GrantCache grants;

    public Spaces(Graph graph) {
        this.graph = graph;
        this.grants = new GrantCache(graph);
    }

    /** A space as listed, with the name of the time zone in which its days begin. */
    public record Space(String id, String name, Instant createdAt, String timeZone) {}

    /** A secret as listed: never the secret itself. */
    public record Listed(Grant grant, Instant createdAt) {

        /** The public id. */
        public String id() {
            return grant.id();
        }

        /** What people call it. */
        public String name() {
            return grant.name();
        }
    }

    /** A secret just made: the only time that it is seen. */
    public record Made(Grant grant, Instant createdAt, String secret) {

        /** The public id. */
        public String id() {
            return grant.id();
        }

        /** What people call it. */
        public String name() {
            return grant.name();
        }
    }

    /** A space just made, with its first write key and access token. */
    public record NewSpace(Space space, Made writeKey, Made accessToken) {}

    /**
     * A management token to be made.
     *
     * @param space the one that it opens; empty for all, and for what concerns no space
     * @param expiresAt when it ends; empty for never
     */
    public record NewToken(String name, Role role, Optional<SpaceId> space, Optional<Instant> expiresAt) {

        /** One that may do everything for ever. */
        static NewToken unlimited(String name) {
            return new NewToken(name, Role.ADMIN, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Makes a space with one write key and one access token.
     *
     * @param rules the JSON text of its first identity rules
     * @return empty if the id is taken
     */
    public Optional<NewSpace> create(SpaceId id, String name, String rules) {
        Made writeKey = made(id, Grant.GrantKind.WRITE_KEY, "default", Grant.KeyKind.SERVER);
        Made accessToken = made(id, Grant.GrantKind.ACCESS_TOKEN, "default", Grant.KeyKind.SERVER);
        Instant now = Instant.now();
        boolean created = graph.write(tx -> {
            if (tx.run(CREATE, Map.of("id", id.value(), "name", name, "at", now.atZone(ZoneOffset.UTC), "rules", rules,
                    "rulesKey", id.key("1"))).getFirst().get("taken").asBoolean()) {
                return false;
            }
            SecretStore.add(tx, writeKey);
            SecretStore.add(tx, accessToken);
            return true;
        });
        return created
                ? Optional.of(new NewSpace(new Space(id.value(), name, now, "UTC"), writeKey, accessToken))
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

    /**
     * Changes a space; what is empty stays as it is. Its definitions are evaluated in another time zone as soon as they are refreshed.
     *
     * @param timeZone of the names that {@link java.time.ZoneId#getAvailableZoneIds} knows
     * @return the space as it is now; empty if there is none of that id
     */
    public Optional<Space> change(SpaceId id, Optional<String> name, Optional<String> timeZone) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("id", id.value());
        parameters.put("name", name.orElse(null));
        parameters.put("timeZone", timeZone.orElse(null));
        return graph.write(CHANGE, parameters).stream().map(Spaces::space).findFirst();
    }

    /** Adds a write key to a space. */
    public Made addWriteKey(SpaceId space, String name, Grant.KeyKind keyKind) {
        return added(made(space, Grant.GrantKind.WRITE_KEY, name, keyKind));
    }

    /** Adds an access token to a space. */
    public Made addAccessToken(SpaceId space, String name) {
        return added(made(space, Grant.GrantKind.ACCESS_TOKEN, name, Grant.KeyKind.SERVER));
    }

    /** The write keys or access tokens of a space, oldest first. */
    public List<Listed> listSecrets(SpaceId space, Grant.GrantKind kind) {
        return graph.read(tx -> SecretStore.list(tx, space, kind));
    }

    /** Adds a management token that may do everything. */
    public Made addManagementToken(String name) {
        return addManagementToken(NewToken.unlimited(name));
    }

    /** Adds a management token. */
    public Made addManagementToken(NewToken token) {
        return added(made(token, Secret.next()));
    }

    private Made added(Made made) {
        return graph.write(tx -> {
            SecretStore.add(tx, made);
            return made;
        });
    }

    /** The management tokens, oldest first, with those that have expired. */
    public List<Listed> listManagementTokens() {
        return graph.read(SecretStore::listManagement);
    }

    /** What became of the wish to take a management token back. */
    public enum Revocation {
        REVOKED,
        UNKNOWN,
        LAST
    }

    /** Takes a management token back, unless nobody could manage the service then. */
    public Revocation revokeManagementToken(String id) {
        Revocation outcome = graph.write(tx -> {
            tx.run(LOCK, Map.of());
            List<Grant> tokens = SecretStore.listManagement(tx).stream().map(Listed::grant).toList();
            Optional<Grant> token = tokens.stream().filter(grant -> grant.id().equals(id)).findFirst();
            if (token.isEmpty()) {
                return Revocation.UNKNOWN;
            }
            Instant now = Instant.now();
            // One that ends is no successor of one that does not.
            boolean othersManage = tokens.stream().anyMatch(grant -> !grant.id().equals(id) && grant.managesAll(now)
                    && (grant.expiresAt().isEmpty() || token.get().expiresAt().isPresent()));
            if (token.get().managesAll(now) && !othersManage) {
                return Revocation.LAST;
            }
            SecretStore.revoke(tx, token.get().space(), Grant.GrantKind.MANAGEMENT, id);
            return Revocation.REVOKED;
        });
        grants.revoked();
        return outcome;
    }

    /** Takes a secret back; false if the space has none of that id and kind. */
    public boolean revoke(SpaceId space, Grant.GrantKind kind, String id) {
        boolean revoked = graph.write(tx -> SecretStore.revoke(tx, space.value(), kind, id));
        grants.revoked();
        return revoked;
    }

    /**
     * What a secret opens, if it is one of the given kind. A management token may have expired.
     *
     * @throws io.selfsame.graph.GraphUnavailable if Neo4j does not say so within some seconds
     */
    public Optional<Grant> open(String secret, Grant.GrantKind kind) {
        return grants.opens(Secret.hash(secret)).filter(grant -> grant.kind() == kind);
    }

    /**
     * Sees to it that there is a management token that may do everything.
     *
     * @param wanted the one from the settings; if it is new it takes the place of the one that was there before
     * @return a token made now, which must be shown to the person who started us: nobody can see it again
     */
    public Optional<String> bootstrap(Optional<String> wanted) {
        if (wanted.isPresent()) {
            Made made = made(NewToken.unlimited(SETTINGS_TOKEN), wanted.get());
            graph.write(tx -> {
                tx.run(LOCK, Map.of());
                SecretStore.settle(tx, made);
                return true;
            });
            return Optional.empty();
        }
        if (graph.read(Spaces::isManaged)) {
            return Optional.empty();
        }
        Made made = made(NewToken.unlimited("first start"), Secret.next());
        boolean ours = graph.write(tx -> {
            // Of instances that start together one makes it.
            tx.run(LOCK, Map.of());
            if (isManaged(tx)) {
                // Ours all the same, if the first try was committed and its answer lost.
                return !SecretStore.find(tx, List.of(Secret.hash(made.secret()))).isEmpty();
            }
            SecretStore.add(tx, made);
            return true;
        });
        return ours ? Optional.of(made.secret()) : Optional.empty();
    }

    private static boolean isManaged(Tx tx) {
        return SecretStore.hasManagement(tx, Instant.now());
    }

    private static Made made(SpaceId space, Grant.GrantKind kind, String name, Grant.KeyKind keyKind) {
        return new Made(new Grant(Secret.id(kind.prefix()), kind, space.value(), name, Role.VIEWER, keyKind,
                Optional.empty()), Instant.now(), Secret.next());
    }

    private static Made made(NewToken token, String secret) {
        var kind = Grant.GrantKind.MANAGEMENT;
        return new Made(new Grant(Secret.id(kind.prefix()), kind, token.space().map(SpaceId::value).orElse(""),
                token.name(), token.role(), Grant.KeyKind.SERVER, token.expiresAt()), Instant.now(), secret);
    }

    private static Space space(Record row) {
        return new Space(row.get("id").asString(), row.get("name").asString(),
                row.get("createdAt").asZonedDateTime().toInstant(), row.get("timeZone").asString());
    }
}
