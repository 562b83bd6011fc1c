package io.selfsame.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a cursor leads, whatever the space is called and however the first page was asked for. */
class CursorUrlIT {

    @ParameterizedTest
    @ValueSource(strings = {"profiles", "profiles-traits", "users"})
    void aSpaceMayBeCalledLikeAPartOfThePath(String name) {
        TestSpace space = TestServer.shared().newSpace(name);
        space.identify("{\"userId\":\"a/b c\",\"traits\":{\"one\":1,\"two\":2}}").ok();
        String root = space.segmentIdOf("user_id:a/b c").orElseThrow();
        for (String what : new String[]{"traits", "events", "external_ids", "decisions", "links"}) {
            String url = space.profile("user_id:a/b c", what).ok().body().at("/cursor/url").asText();
            assertEquals("/v1/spaces/" + name + "/collections/users/profiles/" + root + "/" + what, url);
        }
    }

    @Test
    void aSlashAtTheEndIsNoPart() {
        TestSpace space = TestServer.shared().newSpace();
        space.send("group", "{\"userId\":\"u\",\"groupId\":\"g/1 ä\",\"traits\":{\"one\":1,\"two\":2}}").ok();
        String root = space.segmentIdOf("user_id:u").orElseThrow();
        assertEquals("/v1/spaces/" + space.id() + "/collections/users/profiles/" + root + "/traits",
                space.profile("user_id:u/traits/?limit=1").ok().body().at("/cursor/url").asText());
        String accounts = "collections/accounts/profiles/group_id:g%2F1%20%C3%A4/";
        String url = space.get(accounts + "traits/?limit=1").ok().body().at("/cursor/url").asText();
        assertEquals("/v1/spaces/" + space.id() + "/" + accounts + "traits", url);
        assertEquals("{\"two\":2}", space.get(accounts + "traits?limit=1&next=two").ok().body().path("traits")
                .toString());
    }

    @Test
    void aCursorOfAnotherRouteIsRefused() {
        TestSpace space = TestServer.shared().newSpace();
        space.track("{\"userId\":\"u\",\"anonymousId\":\"a\",\"event\":\"One\"}").ok();
        space.track("{\"userId\":\"u\",\"anonymousId\":\"b\",\"event\":\"Two\"}").ok();
        String profile = space.profile("user_id:u", "decisions?limit=1").ok().body().at("/cursor/next").asText();
        String whole = space.manage("GET", "decisions?limit=1", "").ok().body().at("/cursor/next").asText();
        assertEquals(200, space.profile("user_id:u", "decisions?next=" + profile).status());
        assertEquals(200, space.manage("GET", "decisions?next=" + whole, "").status());
        assertEquals(400, space.manage("GET", "decisions?next=" + profile, "").status());
        for (String other : new String[]{"decisions", "links", "events", "external_ids"}) {
            var reply = space.profile("user_id:u", other + "?next=" + whole);
            assertEquals(400, reply.status(), other);
            assertEquals("validation_error", reply.code());
        }
    }
}
