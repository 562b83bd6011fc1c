package io.selfsame.clients;

import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each published client, as its users install it, tells the same story; every message of it arrives, once. */
class RealClientsIT {

    private static final String USER = "u-1";
    private static final String ANONYMOUS = "a-1";

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();

    @ParameterizedTest(name = "com.segment.analytics.java, endpoint {0}")
    @CsvSource({"plain,''", "with a trailing slash,/"})
    void segmentJava(String name, String slash) {
        SegmentJavaClient.tell(server.url() + slash, space.writeKey(), USER, ANONYMOUS);
        new Story(space, USER).assertArrived();
    }

    @Test
    void segmentAnalyticsNode() {
        serverSide("segment-analytics-node.mjs");
    }

    @Test
    void analyticsNodeTheOldOne() {
        serverSide("analytics-node.mjs");
    }

    @ParameterizedTest(name = "@rudderstack/rudder-sdk-node, {0}")
    @ValueSource(strings = {"gzip", "plain"})
    void rudderSdkNode(String encoding) {
        serverSide("rudder-sdk-node.mjs", encoding);
    }

    @ParameterizedTest(name = "@segment/analytics-next on a page, {0}")
    @ValueSource(strings = {"direct", "cdn", "batching"})
    void segmentAnalyticsNext(String way) {
        NodeScripts.requireChromium();
        try (PageServer pages = new PageServer()) {
            NodeScripts.run("analytics-next.mjs", pages.origin() + "/analytics-next.html?way=" + way + "&server="
                    + server.url().getAuthority() + "&writeKey=" + space.writeKey() + "&userId=" + USER);
        }
        new Story(space, USER).assertArrived();
    }

    private void serverSide(String script, String... more) {
        NodeScripts.requireNode();
        String[] args = {server.url().toString(), space.writeKey(), USER, ANONYMOUS, more.length == 0 ? "" : more[0]};
        NodeScripts.run(script, args);
        new Story(space, USER).assertArrived();
    }
}
