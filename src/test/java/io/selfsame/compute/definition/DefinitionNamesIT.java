package io.selfsame.compute.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A definition is found by its key as well as by its ID, whatever is done with it. */
class DefinitionNamesIT {

    private final TestSpace space = TestServer.shared().newSpace();

    private Reply create(DefinitionKind kind, String key, String query, String level) {
        return space.manage("POST", kind.route(),
                Workbench.body(key, query).put("key", key).put("audienceType", level).toString());
    }

    private static String query(DefinitionKind kind) {
        return switch (kind) {
            case AUDIENCE -> "event('Order').count() >= 1";
            case COMPUTED_TRAIT -> "event('Order').count()";
        };
    }

    @ParameterizedTest
    @EnumSource
    void everyRouteOfADefinitionTakesItsKey(DefinitionKind kind) {
        String id = create(kind, "buyers", query(kind), "USERS").ok().body().at("/data/" + kind.field() + "/id")
                .asText();
        create(DefinitionKind.AUDIENCE, "above", "trait('buyers') = true OR trait('buyers') > 1", "USERS").ok();
        String one = kind.route() + "/buyers";
        for (String part : List.of("", "/audience-references", "/consumers", "/runs", "/cypher")) {
            Reply byKey = space.manage("GET", one + part, "").ok();
            Reply byId = space.manage("GET", kind.route() + "/" + id + part, "").ok();
            // The times that the Cypher counts from are those of the question.
            assertTrue(part.equals("/cypher") || byKey.body().equals(byId.body()), byKey.body()::toString);
        }
        space.track("{\"userId\":\"u\",\"event\":\"Order\"}").ok();
        space.manage("GET", one + "/explain/user_id:u", "").ok();
        space.manage("POST", one + "/runs", "").ok();
        Reply changed = space.manage("PATCH", one, "{\"name\":\"Other\"}").ok();
        assertEquals(id, changed.body().at("/data/" + kind.field() + "/id").asText());
        assertEquals(409, space.manage("DELETE", one, "").status());
        space.manage("DELETE", "audiences/above", "").ok();
        space.manage("DELETE", one, "").ok();
        Reply gone = space.manage("GET", kind.route() + "/" + id, "");
        assertEquals(404, gone.status());
    }

    @Test
    void membersOfAnAudienceAreFoundByItsKey() {
        create(DefinitionKind.AUDIENCE, "buyers", "event('Order').count() >= 1", "USERS").ok();
        space.manage("GET", "audiences/buyers/members", "").ok();
    }

    @Test
    void anIdComesBeforeAKeyAndKindsAreApart() {
        create(DefinitionKind.COMPUTED_TRAIT, "orders", "event('Order').count()", "USERS").ok();
        assertEquals(404, space.manage("GET", "audiences/orders", "").status());
        String first = create(DefinitionKind.AUDIENCE, "first", "event('Order').count() >= 1", "USERS").ok().body()
                .at("/data/audience/id").asText();
        create(DefinitionKind.AUDIENCE, first, "event('Order').count() >= 2", "USERS").ok();
        Reply got = space.manage("GET", "audiences/" + first, "").ok();
        assertEquals("first", got.body().at("/data/audience/key").asText());
    }

    @Test
    void aKeyOfTwoLevelsIsAskedByTheId() {
        String people = create(DefinitionKind.AUDIENCE, "buyers", "event('Order').count() >= 1", "USERS").ok().body()
                .at("/data/audience/id").asText();
        create(DefinitionKind.AUDIENCE, "buyers", "event('Order').count() >= 1", "ACCOUNTS").ok();
        for (Reply reply : List.of(space.manage("GET", "audiences/buyers", ""),
                space.manage("DELETE", "audiences/buyers", ""))) {
            assertEquals(409, reply.status());
            assertTrue(reply.body().at("/error/message").asText().contains(people + " (USERS)"),
                    reply.body()::toString);
        }
        space.manage("GET", "audiences/" + people, "").ok();
    }
}
