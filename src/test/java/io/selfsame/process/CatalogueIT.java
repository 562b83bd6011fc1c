package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.selfsame.clients.NodeScripts;
import io.selfsame.destination.catalogue.CatalogueProcess;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service, the catalogue as a process beside it, and a receiver to which one comes only through the service's proxy. */
class CatalogueIT {

    @TempDir
    private static Path data;
    private static final List<JsonNode> RECEIVED = new CopyOnWriteArrayList<>();

    private static HttpServer receiver;
    private static int cataloguePort;
    private static URI proxy;
    private static CatalogueProcess catalogue;
    private static Service service;
    private static TestSpace space;

    @BeforeAll
    static void start() throws IOException {
        NodeScripts.requireNode();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                RECEIVED.add(Http.json(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        receiver.start();
        cataloguePort = freePort();
        int proxyPort = freePort();
        proxy = URI.create("http://127.0.0.1:" + proxyPort);
        Map<String, String> settings = new HashMap<>(Service.embeddedSettings(data));
        settings.putAll(Map.of("SELFSAME_ADMIN_TOKEN", Service.ADMIN_TOKEN, "SELFSAME_DESTINATION_ALLOW", "127.0.0.1",
                "SELFSAME_CATALOGUE_URL", "http://127.0.0.1:" + cataloguePort, "SELFSAME_CATALOGUE_TOKEN",
                CatalogueProcess.TOKEN,
                "SELFSAME_CATALOGUE_PROXY_PORT", Integer.toString(proxyPort)));
        service = new Service(Child.selfsame(settings, "serve"));
        service.awaitReady();
        space = service.newSpace("catalogue", Service.ADMIN_TOKEN);
        catalogue = startCatalogue();
    }

    private static CatalogueProcess startCatalogue() {
        return new CatalogueProcess(cataloguePort, proxy, Map.of());
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @AfterAll
    static void stop() {
        if (catalogue != null) {
            catalogue.close();
            service.close();
            receiver.stop(0);
        }
    }

    private static Reply create(String name, String kind, String settings) {
        return space.manage("POST", "destinations",
                "{\"name\":\"" + name + "\",\"kind\":\"" + kind + "\",\"send\":{\"audiences\":[\""
                        + name + "\"],\"traits\":[]},\"settings\":" + settings + "}");
    }

    /** A destination that posts each event, with the ID of the message, to an address. */
    private static String hook(String name, String url) {
        return create(name, "catalogue:webhook",
                "{\"subscriptions\":[{\"action\":\"send\",\"subscribe\":\"type = \\\"track\\\"\","
                        + "\"mapping\":{\"url\":\"" + url + "\",\"data\":{\"@path\":\"$.\"}}}]}")
                .ok().body().at("/data/destination/id").asText();
    }

    private static String problem(Reply reply) {
        assertEquals(400, reply.status(), reply.toString());
        return reply.body().at("/error/message").asText();
    }

    private static JsonNode test(String id) {
        return space.manage("POST", "destinations/" + id + "/test", "").ok().body().at("/data/test");
    }

    @Test
    void kindsOfTheCatalogueAreListedBesideOurs() {
        JsonNode data = space.manage("GET", "destination-kinds", "").ok().body().path("data");
        assertTrue(data.path("destinationKinds").findValuesAsText("name").contains("webhook"));
        assertTrue(data.path("catalogueKinds").size() > 200, data::toString);
        JsonNode iterable = null;
        for (JsonNode kind : data.path("catalogueKinds")) {
            iterable = kind.path("name").asText().equals("catalogue:iterable") ? kind : iterable;
        }
        assertEquals(500, iterable.path("callsPerSecond").asInt());
        assertEquals("apiKey", iterable.at("/settings/0/name").asText());
        assertTrue(iterable.at("/settings/0/secret").asBoolean());
        assertEquals("[\"united_states\",\"europe\"]", iterable.at("/settings/1/choices").toString());
    }

    @Test
    void settingsAreCheckedAndSecretsNeverShown() {
        assertEquals(
                "Not taken: settings.apiSecret is missing; settings.apiRegion is none of [\"US 🇺🇸\",\"EU 🇪🇺\",\"IN 🇮🇳\"]",
                problem(create("m", "catalogue:mixpanel",
                        "{\"projectToken\":\"token-of-mixpanel\",\"apiRegion\":\"Mars\"}")));
        assertTrue(problem(create("m", "catalogue:mixpanel",
                "{\"projectToken\":\"token-of-mixpanel\",\"apiSecret\":\"secret-one\","
                        + "\"subscriptions\":[{\"action\":\"dance\"}]}"))
                .contains("settings.subscriptions[0].action is none of trackEvent"));
        assertTrue(problem(create("m", "catalogue:webhook", "{}")).contains("settings.subscriptions is missing"));
        assertTrue(problem(create("m", "catalogue:hubspot", "{}")).contains("OAuth"));
        assertTrue(problem(create("m", "catalogue:no-such", "{}")).contains("the catalogue does not have it"));
        Reply made = create("m", "catalogue:mixpanel",
                "{\"projectToken\":\"token-of-mixpanel\",\"apiSecret\":\"secret-of-mixpanel\"}").ok();
        JsonNode destination = made.body().at("/data/destination");
        assertFalse(destination.toString().contains("secret-of-mixpanel"), destination::toString);
        assertTrue(destination.at("/settings/apiSecret/set").asBoolean(), destination::toString);
        assertEquals("1", destination.at("/settings/strictMode").asText());
        String one = "destinations/" + destination.path("id").asText();
        space.manage("PATCH", one, "{\"settings\":{\"callsPerSecond\":7}}").ok();
        // What was answered can be sent back.
        JsonNode shown = space.manage("GET", one, "").ok().body().at("/data/destination");
        assertEquals(shown, space.manage("PATCH", one, shown.toString()).ok().body().at("/data/destination"));
        assertTrue(problem(space.manage("PATCH", one, "{\"settings\":{\"apiRegion\":\"EU 🇪🇺\"}}"))
                .contains("give these secrets anew, or set them to null: apiSecret, projectToken"));
        space.manage("PATCH", one,
                "{\"settings\":{\"apiRegion\":\"EU 🇪🇺\",\"apiSecret\":\"secret-two\",\"projectToken\":\"t-2\"}}")
                .ok();
    }

    @Test
    void entriesArriveAndWhatHappensWhileTheCatalogueIsAwayArrivesLater() {
        hook("buyers", receiverUrl());
        space.manage("POST", "audiences",
                "{\"name\":\"Buyers\",\"definition\":{\"query\":\"event('Order').count() >= 1\"}}").ok();
        order("u-1");
        Await.until("u-1 has entered", Duration.ofMinutes(1), () -> entered().contains("u-1"));
        catalogue.close();
        try {
            order("u-2");
            Await.until("u-2 is a member", Duration.ofMinutes(1), () -> isMember("u-2"));
            Await.until("its delivery waits", Duration.ofMinutes(1), () -> !waiting().isEmpty());
            assertEquals("pending", waiting().get(0).path("status").asText(), waiting()::toString);
            assertEquals(0, waiting().get(0).path("attempts").asInt(), waiting()::toString);
        } finally {
            catalogue = startCatalogue();
        }
        Await.until("u-2 has entered", Duration.ofMinutes(2), () -> entered().contains("u-2"));
        assertEquals(List.of("u-1", "u-2"), entered());
        JsonNode first = RECEIVED.stream().filter(message -> message.path("userId").asText().equals("u-1")).findFirst()
                .orElseThrow();
        assertEquals("buyers", first.at("/context/personas/computation_key").asText(), first::toString);
    }

    @Test
    void nothingLeadsIntoTheNetworkOfTheService() {
        for (String url : List.of("http://10.1.2.3/in", "https://10.1.2.3/in", "https://169.254.169.254/latest",
                "https://[::1]/")) {
            JsonNode tried = test(hook("n" + url.hashCode(), url));
            assertFalse(tried.path("delivered").asBoolean());
            assertTrue(tried.path("reason").asText().contains("SELFSAME_DESTINATION_ALLOW"), tried::toString);
        }
    }

    private static String receiverUrl() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }

    private static void order(String user) {
        space.track("{\"userId\":\"" + user + "\",\"event\":\"Order\"}").ok();
    }

    private static JsonNode waiting() {
        return space.manage("GET", "collections/users/profiles/user_id:u-2/deliveries", "").ok().body().at(
                "/data");
    }

    private static boolean isMember(String user) {
        return space.profile("user_id:" + user, "traits?include=buyers").body().at("/traits/buyers").asBoolean();
    }

    private static List<String> entered() {
        return RECEIVED.stream().filter(message -> message.path("event").asText().equals("Audience Entered"))
                .map(message -> message.path("userId").asText()).toList();
    }
}
