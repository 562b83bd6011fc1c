package io.selfsame.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void standsWithoutAny() {
        var settings = Settings.from(Map.of());
        assertEquals("127.0.0.1", settings.httpHost());
        assertEquals(List.of(8080, 7687, 7474),
                List.of(settings.httpPort(), settings.embeddedBoltPort(), settings.embeddedHttpPort()));
        assertTrue(settings.neo4jUri().isEmpty() && settings.adminToken().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"neo4j://graph:7687", "bolt://[::1]:7687", "neo4j+s://graph", "bolt+ssc://10.0.0.1:7687",
            "neo4j://graph:7687?policy=eu"})
    void anAddressOfNeo4j(String uri) {
        var settings = Settings.from(Map.of("SELFSAME_NEO4J_URI", uri, "SELFSAME_NEO4J_PASSWORD", "secret"));
        assertEquals(uri, settings.neo4jUri().orElseThrow().toString());
    }

    @ParameterizedTest
    @CsvSource({"https://events.example.com/,https://events.example.com", "http://[::1]:80/a/b,http://[::1]:80/a/b"})
    void aPublicUrl(String text, String url) {
        assertEquals(url, Settings.from(Map.of("SELFSAME_PUBLIC_URL", text)).publicUrl().orElseThrow().toString());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            SELFSAME_HTTP_PORT         , http
            SELFSAME_HTTP_PORT         , -1
            SELFSAME_HTTP_PORT         , 65536
            SELFSAME_HTTP_PORT         , 7474
            SELFSAME_EMBEDDED_BOLT_PORT, 7474
            SELFSAME_NEO4J_URI         , http://graph:7474
            SELFSAME_NEO4J_URI         , graph:7687
            SELFSAME_NEO4J_URI         , neo4j://graph:76870
            SELFSAME_NEO4J_URI         , neo4j://neo4j:secret@graph:7687
            SELFSAME_NEO4J_URI         , bolt://graph:7687?policy=eu
            SELFSAME_NEO4J_URI         , neo4j://
            SELFSAME_ADMIN_TOKEN       , short
            SELFSAME_SECRET_KEY        , short
            SELFSAME_METRICS_TOKEN     , short
            SELFSAME_METRICS_TOKEN     , schlüssel-lang-genug
            SELFSAME_METRICS_TOKEN     , with a space in the middle
            SELFSAME_DATA              , pom.xml
            SELFSAME_PUBLIC_URL        , events.example.com
            SELFSAME_PUBLIC_URL        , ftp://events.example.com
            SELFSAME_PUBLIC_URL        , https://events.example.com?a=b
            SELFSAME_PUBLIC_URL        , https://a:b@events.example.com
            SELFSAME_TRUSTED_PROXIES   , proxy.example.com
            SELFSAME_TRUSTED_PROXIES   , 10.0.0.0/33
            SELFSAME_DESTINATION_ALLOW , crm.internal
            SELFSAME_DESTINATION_ALLOW , 10.0.0.0/8 fd00::/8
            SELFSAME_PORT              , 8080
            SELFSAME_KEY_EVENTS_PER_SECOND  , -1
            SELFSAME_SPACE_EVENTS_PER_SECOND, many
            SELFSAME_SPACE_EVENTS_PER_SECOND, 1000001
            """)
    void namesTheWrongOne(String name, String value) {
        var environment = new HashMap<String, String>();
        environment.put("SELFSAME_NEO4J_PASSWORD", "secret");
        environment.put(name, value);
        var message = String.valueOf(
                assertThrows(Settings.Wrong.class, () -> Settings.from(environment)).getMessage());
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.startsWith(name) || message.contains(name + ";"), message);
    }

    @Test
    void noDestinationIsTheServiceItself() {
        Settings settings = Settings.from(Map.of("SELFSAME_PUBLIC_URL", "https://id.example.com"));
        assertTrue(settings.problemOfDestination(URI.create("https://ID.example.com:443/v1/batch")).isPresent());
        assertTrue(settings.problemOfDestination(URI.create("https://other.example.com/v1/batch")).isEmpty());
        assertTrue(Settings.from(Map.of()).problemOfDestination(URI.create("https://id.example.com")).isEmpty());
    }

    @Test
    void destinationsAreNowhereButAtPublicAddressesUnlessListed() throws UnknownHostException {
        InetAddress address = InetAddress.getByName("10.1.2.3");
        assertFalse(Settings.from(Map.of()).destinationAllow().contains(address));
        assertTrue(Settings.from(Map.of("SELFSAME_DESTINATION_ALLOW", "fd00::/8, 10.0.0.0/8")).destinationAllow()
                .contains(address));
    }

    @Test
    void whoReadsFiguresManagesNothing() {
        var environment = Map.of("SELFSAME_METRICS_TOKEN", "one-for-everything", "SELFSAME_ADMIN_TOKEN",
                "one-for-everything");
        assertThrows(Settings.Wrong.class, () -> Settings.from(environment));
    }

    /** As Kubernetes sets them for the pods beside a service of that name. */
    @Test
    void whatKubernetesSaysOfServicesIsNoSetting() {
        assertEquals(8080, Settings.from(Map.of("SELFSAME_SERVICE_HOST", "10.0.0.1", "SELFSAME_SERVICE_PORT", "80",
                "SELFSAME_SERVICE_PORT_HTTP", "80", "SELFSAME_PORT", "tcp://10.0.0.1:80", "SELFSAME_PORT_80_TCP_ADDR",
                "10.0.0.1", "SELFSAME_NEO4J_SERVICE_HOST", "10.0.0.2", "SELFSAME_NEO4J_PORT", "tcp://10.0.0.2:7687"))
                .httpPort());
    }
}
