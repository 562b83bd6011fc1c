package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfsame.space.SpaceId;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** What is refused is kept, but not all of it and not for ever. */
class RetentionIT {

    private static final Driver NEO4J = GraphDatabase.driver(TestServer.shared().neo4j().uri(), AuthTokens.none());
    private static final io.selfsame.graph.Graph GRAPH = new io.selfsame.graph.Graph(TestServer.shared().neo4j());

    private final TestSpace space = TestServer.shared().newSpace();
    private final Retention retention = Retention.ofRejected(GRAPH);

    private final String key = space.manage("GET", "write-keys", "").ok().body().findValue("id").asText();

    private static String many(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"null\",\"messageId\":\"m" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private long count(String cypher) {
        return NEO4J.executableQuery(cypher).withParameters(Map.of("space", space.id())).execute().records().getFirst()
                .get(0).asLong();
    }

    private long rejected() {
        return count("MATCH (r:Rejected {space: $space}) RETURN count(r)");
    }

    private long refusals() {
        return count("MATCH (d:Decision:Refusal {space: $space, outcome: 'refused'}) RETURN count(d)");
    }

    @Test
    void whatIsTooOldGoesWithItsDecisionAndTheAcceptedStay() {
        space.batch(many(0, 20)).ok();
        // Taken, with one of its IDs refused: that is no refused event.
        space.track("{\"event\":\"E\",\"userId\":\"u1\",\"anonymousId\":\"null\"}").ok();
        count("MATCH (r:Rejected {space: $space}) WHERE r.messageId < 'm15'"
                + " SET r.receivedAt = datetime() - duration('P31D') RETURN count(r)");
        long all = rejected();
        String done = retention.run(new SpaceId(space.id()), tx -> {});
        assertThat(done).isEqualTo(all - rejected() + " refused events dropped");
        assertThat(rejected()).isEqualTo(refusals()).isPositive().isLessThan(20);
        assertThat(count("MATCH (d:Decision:Refusal {space: $space}) WHERE d.outcome <> 'refused' RETURN count(d)"))
                .isEqualTo(1);
    }

    /** A page ends where what it shows is long, and leads on. */
    @Test
    void longRefusedEventsAreReadToTheLast() {
        for (int i = 0; i < 60; i++) {
            space.track("{\"event\":\"E\",\"userId\":\"null\",\"messageId\":\"m" + i + "\",\"properties\":{\"p\":\""
                    + "x".repeat(30_000) + "\"}}");
        }
        Set<String> read = new HashSet<>();
        int pages = 0;
        String next = "";
        do {
            var page = space.manage("GET", "rejected?limit=200" + next, "").ok().body();
            page.path("data").forEach(one -> assertThat(read.add(one.path("message_id").asText())).isTrue());
            next = page.at("/cursor/has_more").asBoolean() ? "&next=" + page.at("/cursor/next").asText() : "";
            pages++;
        } while (!next.isEmpty());
        assertThat(read).hasSize(60);
        assertThat(pages).isGreaterThan(1);
    }

    @Test
    void aFloodOfRefusedEventsIsBoundedWhileItComes() {
        // Some ten thousand that were there before the flood, the oldest first to go.
        count("UNWIND range(1, 11000) AS i CREATE (r:Rejected {key: $space + '/old' + i, space: $space,"
                + " messageId: 'old' + i, code: 'c', message: '', body: '', sourceId: '" + key + "', times: 1,"
                + " receivedAt: datetime() - duration({days: 1}) + duration({seconds: i})}) RETURN count(r)");
        for (int i = 0; i < 3; i++) {
            space.batch(many(i * 2_000, i * 2_000 + 2_000)).ok();
        }
        assertThat(rejected()).isLessThanOrEqualTo(Retention.MOST + Retention.STEP);
        retention.run(new SpaceId(space.id()), tx -> {});
        assertThat(rejected()).isEqualTo(Retention.MOST);
        assertThat(count("MATCH (r:Rejected {space: $space}) WHERE r.messageId STARTS WITH 'm' RETURN count(r)"))
                .as("the newest stay").isEqualTo(6_000);
        assertThat(refusals()).isEqualTo(6_000);
    }

    @Test
    void batchesOfAsMuchAsTheyHoldStayWithinTheSameBound() {
        for (int i = 0; i < 6; i++) {
            String batch = IntStream.range(i * 2_500, i * 2_500 + 2_500).mapToObj(n -> "{\"n\":" + n + "}")
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(space.batch(batch).ok().body().path("rejected")).hasSize(2_500);
            assertThat(rejected()).isEqualTo(Math.min(Retention.MOST, (i + 1) * 2_500L));
        }
    }

    @Test
    void aWriteKeyThatSendsAllItCanLeavesWhatOthersSent() {
        TestSpace loud = space.withKey(space.manage("POST", "write-keys", "{\"name\":\"public\"}").ok().body()
                .findValue("secret").asText());
        space.batch(many(0, 300)).ok();
        // The same message IDs, and more of them than are kept.
        for (int i = 0; i < 12_000; i += 2_000) {
            loud.batch(many(i, i + 2_000)).ok();
        }
        retention.run(new SpaceId(space.id()), tx -> {});
        assertThat(rejected()).isEqualTo(Retention.MOST);
        assertThat(count("MATCH (r:Rejected {space: $space, sourceId: '" + key + "'}) RETURN count(r)"))
                .as("the quiet key has all of its own").isEqualTo(300);
        assertThat(count("MATCH (r:Rejected {space: $space, sourceId: '" + key + "'}), (d:Decision {key: $space"
                + " + '/refused/' + r.messageId}) RETURN count(d)")).as("and its ledger").isEqualTo(300);
        Set<String> listed = new HashSet<>();
        String next = "";
        do {
            var page = space.manage("GET", "rejected?limit=200" + (next.isEmpty() ? "" : "&next=" + next), "").ok()
                    .body();
            page.path("data").forEach(one -> assertThat(listed.add(one.path("source_id").asText() + "/"
                    + one.path("message_id").asText())).isTrue());
            next = page.at("/cursor/next").asText();
        } while (!next.isEmpty());
        assertThat(listed).hasSize(Retention.MOST);
    }

    @Test
    void whoHasLostTheLeaseDropsNothing() {
        space.batch(many(0, 3)).ok();
        count("MATCH (r:Rejected {space: $space}) SET r.receivedAt = datetime() - duration('P31D') RETURN count(r)");
        assertThatThrownBy(() -> retention.run(new SpaceId(space.id()), tx -> {
            throw new IllegalStateException("lost");
        })).hasMessage("lost");
        assertThat(rejected()).isEqualTo(3);
    }

    @Test
    void rejectsWithoutAnIdOfTheirOwnAreCountedNotMultiplied() {
        String deep = "[".repeat(1_200) + "]".repeat(1_200);
        for (int i = 0; i < 4; i++) {
            space.batch("[{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"properties\":{\"a\":" + deep
                    + "}},7,{\"type\":\"nothing\",\"userId\":\"u\"}]").ok();
            space.track("{\"userId\":\"u\"}");
        }
        assertThat(rejected()).isEqualTo(4);
        assertThat(count("MATCH (r:Rejected {space: $space}) RETURN sum(r.times)")).isEqualTo(16);
    }
}
