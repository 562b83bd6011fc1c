package io.selfsame.space;

import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Secrets in the graph: the hash of each, and what it opens. Each method is one step of a transaction of the caller's. */
final class SecretStore {

    private static final Statement ADD = Statement.of("space/addSecret");
    private static final Statement FIND = Statement.of("space/findSecrets");
    private static final Statement LIST = Statement.of("space/listSecrets");
    private static final Statement LIST_MANAGEMENT = Statement.of("space/listManagementTokens");
    private static final Statement HAS_MANAGEMENT = Statement.of("space/hasManagementToken");
    private static final Statement REVOKE = Statement.of("space/revokeSecret");
    private static final Statement DROP_NAMED = Statement.of("space/dropNamedToken");
    private static final Statement UNLIMIT = Statement.of("space/unlimitToken");

    private SecretStore() {}

    /** Adds a secret, unless it is there. */
    static void add(Tx tx, Spaces.Made made) {
        Grant grant = made.grant();
        Map<String, Object> properties = new HashMap<>();
        properties.put("id", grant.id());
        properties.put("kind", grant.kind().name());
        properties.put("space", grant.space());
        properties.put("name", grant.name());
        switch (grant.kind()) {
            case WRITE_KEY -> properties.put("keyKind", grant.keyKind().text());
            case ACCESS_TOKEN -> {
            }
            case MANAGEMENT -> properties.put("role", grant.role().text());
        }
        grant.expiresAt().ifPresent(end -> properties.put("expiresAt", datetime(end)));
        properties.put("createdAt", datetime(made.createdAt()));
        tx.run(ADD, Map.of("hash", Secret.hash(made.secret()), "properties", properties));
    }

    /** What some secrets open, by their hashes; those that open nothing have no entry. */
    static Map<String, Grant> find(Tx tx, List<String> hashes) {
        return tx.run(FIND, Map.of("hashes", hashes)).stream()
                .collect(Collectors.toMap(row -> row.get("hash").asString(), SecretStore::grant));
    }

    static List<Spaces.Listed> list(Tx tx, SpaceId space, Grant.GrantKind kind) {
        return listed(tx.run(LIST, Map.of("space", space.value(), "kind", kind.name())));
    }

    static List<Spaces.Listed> listManagement(Tx tx) {
        return listed(tx.run(LIST_MANAGEMENT, Map.of()));
    }

    /** Whether anybody can manage all of the service. */
    static boolean hasManagement(Tx tx, Instant now) {
        return tx.run(HAS_MANAGEMENT, Map.of("now", datetime(now))).getFirst().get("present").asBoolean();
    }

    /** Takes a secret back; false if there was none. */
    static boolean revoke(Tx tx, String space, Grant.GrantKind kind, String id) {
        return !tx.run(REVOKE, Map.of("space", space, "kind", kind.name(), "id", id)).isEmpty();
    }

    /** Makes this the only management token of its name, with nothing that limits it. */
    static void settle(Tx tx, Spaces.Made made) {
        String hash = Secret.hash(made.secret());
        tx.run(DROP_NAMED, Map.of("name", made.name(), "hash", hash));
        add(tx, made);
        tx.run(UNLIMIT, Map.of("hash", hash, "name", made.name()));
    }

    private static List<Spaces.Listed> listed(List<Record> rows) {
        return rows.stream().map(row -> new Spaces.Listed(grant(row),
                row.get("createdAt").asZonedDateTime().toInstant())).toList();
    }

    /** Secrets of before there were roles and kinds have all rights; what is not understood has the fewest. */
    private static Grant grant(Record row) {
        Value role = row.get("role");
        Value keyKind = row.get("keyKind");
        Value expiresAt = row.get("expiresAt");
        var kind = Grant.GrantKind.valueOf(row.get("kind").asString());
        Role standard = kind == Grant.GrantKind.MANAGEMENT ? Role.ADMIN : Role.VIEWER;
        return new Grant(row.get("id").asString(), kind, row.get("space").asString(), row.get("name").asString(),
                role.isNull() ? standard : Role.of(role.asString()).orElse(Role.VIEWER),
                keyKind.isNull()
                        ? Grant.KeyKind.SERVER
                        : Grant.KeyKind.of(keyKind.asString()).orElse(Grant.KeyKind.BROWSER),
                expiresAt.isNull() ? Optional.empty() : Optional.of(expiresAt.asZonedDateTime().toInstant()));
    }

    private static ZonedDateTime datetime(Instant at) {
        return at.atZone(ZoneOffset.UTC);
    }
}
