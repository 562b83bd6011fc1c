package io.selfsame.clients;

import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import org.junit.jupiter.api.Test;

/** Segment's published client of its Public API manages our audiences and computed traits. */
class PublicApiIT {

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();

    @Test
    void definitionsAreMadeListedReadChangedAndRemoved() {
        run("manage");
    }

    private String run(String task) {
        NodeScripts.requireNode();
        return NodeScripts.run("public-api.mjs", server.url() + "/v1", space.adminToken(), space.id(), task);
    }
}
