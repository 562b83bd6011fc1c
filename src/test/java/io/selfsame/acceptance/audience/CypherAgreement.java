package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.acceptance.audience.RefreshRound.Live;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.query.Query;
import io.selfsame.query.cypher.Compiled;
import io.selfsame.query.cypher.CypherCompiler;
import io.selfsame.query.cypher.Target;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** Compares the members that a refresh has stored with those that the definition finds as Cypher, where that claims to be exact. */
final class CypherAgreement {

    /** What a statement says of data that random shops do not send: rare forms of times, and numbers of very many digits. */
    private static final List<String> CAVEATS = List.of("Times are read as", "Cypher adds and divides",
            "is 0 where a sum is beyond", "Versions are read as");

    private static final Driver DRIVER = driver();

    private final TestSpace space;

    CypherAgreement(TestSpace space) {
        this.space = space;
    }

    private static Driver driver() {
        Neo4jAddress address = TestServer.shared().neo4j();
        return GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()));
    }

    void check(Live one, List<Live> live, Instant now, ZoneId zone, Map<String, List<Object>> lists, String about) {
        JsonNode told = space.manage("GET", "audiences/" + one.id() + "/cypher", "").ok().body().path("data");
        for (JsonNode gap : told.path("gaps")) {
            if (CAVEATS.stream().noneMatch(gap.asText()::contains)) {
                return;
            }
        }
        Compiled compiled = compile(one, live, now, zone, lists);
        Set<String> found = new TreeSet<>();
        try (var session = DRIVER.session()) {
            session.run(compiled.text(), compiled.parameters()).forEachRemaining(row -> found.add(
                    one.definition().ofAccounts()
                            ? space.id() + "/" + row.get("groupId").asString()
                            : row.get("segmentId").asString()));
        }
        Set<String> members = new TreeSet<>();
        space.manage("GET", "audiences/" + one.id() + "/members?limit=1000", "").ok().body().path("data")
                .forEach(member -> members.add(member.path("id").asText()));
        assertEquals(members, found, () -> about + "\n" + compiled.browserText());
    }

    private Compiled compile(Live one, List<Live> live, Instant now, ZoneId zone,
            Map<String, List<Object>> lists) {
        Map<String, Query> people = new HashMap<>();
        Map<String, Query> accounts = new HashMap<>();
        Map<String, Set<String>> needs = new HashMap<>();
        for (Live other : live) {
            var definition = other.definition();
            (definition.ofAccounts() ? accounts : people).put(definition.key(), definition.query());
            if (!definition.ofAccounts()) {
                needs.put(definition.key(), definition.needs());
            }
        }
        Target target = one.definition().ofAccounts()
                ? Target.accounts(space.id(), now)
                : Target.people(space.id(), now);
        return CypherCompiler.compile(one.definition().query(),
                target.inZone(zone).withLists(lists).needing(one.definition().needs())
                        .knowing(new Target.StoredDefinitions(people, accounts, needs)));
    }
}
