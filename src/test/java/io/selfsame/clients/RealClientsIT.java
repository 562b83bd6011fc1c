package io.selfsame.clients;

import io.selfsame.server.Server;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.util.Map;
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

    @ParameterizedTest(name = "com.rudderstack.sdk.java.analytics, gzip {0}")
    @ValueSource(booleans = {true, false})
    void rudderJava(boolean gzip) {
        RudderJavaClient.tell(server.url().toString(), gzip, space.writeKey(), USER, ANONYMOUS);
        new Story(space, USER).assertArrived();
    }

    @Test
    void customerIoNode() {
        serverSide("customerio-cdp-analytics-node.mjs");
    }

    @ParameterizedTest(name = "@jitsu/js, {0}")
    @ValueSource(strings = {"client", "server"})
    void jitsuNode(String way) {
        NodeScripts.requireNode();
        NodeScripts.run("jitsu.mjs", server.url().toString(), jitsuKey(), USER, ANONYMOUS, way);
        jitsuStory().assertArrived();
    }

    @Test
    void jitsuOnAPage() {
        onAPage("jitsu.html", "&server=" + server.url() + "&writeKey=" + jitsuKey());
        jitsuStory().assertArrived();
    }

    @Test
    void rudderOnAPage() {
        onAPage("rudder.html", "&server=" + server.url() + "&writeKey=" + space.writeKey());
        new Story(space, USER).without("screen").assertArrived();
    }

    private String jitsuKey() {
        return space.manage("GET", "write-keys", "").ok().body().at("/data/writeKeys/0/id").asText() + ":"
                + space.writeKey();
    }

    /** It has no other calls. */
    private Story jitsuStory() {
        return new Story(space, USER).without("alias", "screen").withoutPageNames();
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
        analyticsNext(way, server.url().toString());
    }

    @Test
    void segmentAnalyticsNextBehindAProxyThatEndsTls() throws IOException {
        try (Server inner = server.instanceWith(Map.of("SELFSAME_TRUSTED_PROXIES", "127.0.0.1"));
                TlsProxy proxy = new TlsProxy(TestServer.urlOf(inner))) {
            analyticsNext("cdn", proxy.url());
        }
    }

    private void analyticsNext(String way, String url) {
        onAPage("analytics-next.html", "&way=" + way + "&server=" + url + "&writeKey=" + space.writeKey());
        new Story(space, USER).assertArrived();
    }

    private static void onAPage(String page, String query) {
        NodeScripts.requireChromium();
        try (PageServer pages = new PageServer()) {
            NodeScripts.run("page.mjs", pages.origin() + "/" + page + "?userId=" + USER + query);
        }
    }

    private void serverSide(String script, String... more) {
        NodeScripts.requireNode();
        String[] args = {server.url().toString(), space.writeKey(), USER, ANONYMOUS, more.length == 0 ? "" : more[0]};
        NodeScripts.run(script, args);
        new Story(space, USER).assertArrived();
    }
}
