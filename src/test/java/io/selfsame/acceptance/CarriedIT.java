package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.testing.Await;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a batch knows from the one before must not outlive a change that somebody makes by hand, in Neo4j Browser. */
class CarriedIT {

    private final TestSpace space = TestServer.shared().newSpace();

    @BeforeEach
    void fill() {
        visit("m1", "\"userId\":\"u1\"");
        visit("m2", "\"anonymousId\":\"a1\"");
    }

    private void visit(String messageId, String ids) {
        space.track("{\"messageId\":\"" + messageId + "\"," + ids + ",\"event\":\"Visit\"}").ok();
    }

    private void byHand(String cypher) {
        try (Graph graph = new Graph(TestServer.shared().neo4j())) {
            graph.write(new Statement("test", cypher), Map.of("space", space.id()));
        }
    }

    @Test
    void aPersonWhoWasDeletedIsMadeAnewWithTheNextEvent() {
        String before = space.segmentIdOf("user_id:u1").orElseThrow();
        byHand("MATCH (id:ExternalId {key: $space + '/user_id:u1'})-[:IDENTIFIES]->(profile) "
                + "OPTIONAL MATCH (profile)<-[:OF]-(event) DETACH DELETE id, profile, event");
        visit("m3", "\"userId\":\"u1\"");
        assertNotEquals(before, space.segmentIdOf("user_id:u1").orElseThrow());
        assertEquals(1, space.profile("user_id:u1", "events").ok().body().path("data").size());
    }

    @Test
    void peopleWhoWereKeptApartAreNotMerged() {
        byHand("MATCH (:ExternalId {key: $space + '/user_id:u1'})-[:IDENTIFIES]->(one) "
                + "MATCH (:ExternalId {key: $space + '/anonymous_id:a1'})-[:IDENTIFIES]->(other) "
                + "CREATE (one)-[:KEPT_APART]->(other)");
        visit("m3", "\"userId\":\"u1\",\"anonymousId\":\"a1\"");
        assertNotEquals(space.segmentIdOf("user_id:u1"), space.segmentIdOf("anonymous_id:a1"));
    }

    /** The README says how to undo a merge by hand: both are themselves again for the next event. */
    @Test
    void peopleWhoWereSetApartByHandAreTwoForTheNextEvent() {
        visit("m3", "\"userId\":\"u1\",\"anonymousId\":\"a1\"");
        assertEquals(space.segmentIdOf("user_id:u1"), space.segmentIdOf("anonymous_id:a1"));
        byHand("MATCH (child:Profile:Child {space: $space})-[merge:MERGED_INTO|CANONICAL]->(parent:Profile) "
                + "REMOVE child:Child, parent:Parent DELETE merge");
        assertNotEquals(space.segmentIdOf("user_id:u1"), space.segmentIdOf("anonymous_id:a1"));
        // What was known of them a moment ago is not believed for longer than some seconds.
        var count = new AtomicInteger();
        Await.until("it is noticed", () -> {
            visit("n" + count.incrementAndGet(), "\"userId\":\"u1\",\"anonymousId\":\"a1\"");
            return space.segmentIdOf("user_id:u1").equals(space.segmentIdOf("anonymous_id:a1"));
        });
        assertEquals(2, space.decisions().stream().filter(entry -> entry.path("outcome").asText().equals("merged"))
                .count());
    }

    @Test
    void anIdThatWasGivenToSomebodyElseStaysTheirs() {
        byHand("MATCH (:ExternalId {key: $space + '/anonymous_id:a1'})-[:IDENTIFIES]->(other) "
                + "CREATE (id:ExternalId {key: $space + '/email:jane@x.example', space: $space, type: 'email', "
                + "value: 'jane@x.example'})-[:IDENTIFIES {since: datetime(), messageId: 'm2', seq: 2}]->(other)");
        visit("m3", "\"userId\":\"u1\",\"traits\":{\"email\":\"jane@x.example\"}");
        visit("m4", "\"userId\":\"u1\",\"context\":{\"traits\":{\"email\":\"jane@x.example\"}}");
        assertEquals(space.segmentIdOf("anonymous_id:a1"), space.segmentIdOf("email:jane@x.example"));
        assertEquals(space.segmentIdOf("user_id:u1"), space.segmentIdOf("email:jane@x.example"));
    }
}
