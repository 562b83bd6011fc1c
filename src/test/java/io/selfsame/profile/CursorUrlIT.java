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
}
