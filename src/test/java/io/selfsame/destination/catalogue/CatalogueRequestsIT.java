package io.selfsame.destination.catalogue;

import static io.selfsame.destination.catalogue.RecordingProxy.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.clients.NodeScripts;
import io.selfsame.clients.SelfSigned;
import io.selfsame.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What tools receive through the catalogue. The files beside {@code events.json} have the requests in full; {@code -Dcatalogue=write} writes
 * them anew.
 */
class CatalogueRequestsIT {

    private static final Path FILES = Path.of("src", "test", "resources", "catalogue");
    private static final String HOSTS = Arrays
            .stream(new String[]{"api.mixpanel.com", "api2.amplitude.com", "api.amplitude.com",
                    "rest.iad-01.braze.com", "track.customer.io", "api.iterable.com", "us.i.posthog.com",
                    "hooks.example.com"})
            .map(host -> "dns:" + host).collect(Collectors.joining(","));

    private static RecordingProxy internet;
    private static CatalogueProcess catalogue;
    private static JsonNode events;
    private static JsonNode settings;

    @BeforeAll
    static void start() throws IOException {
        NodeScripts.requireNode();
        var certificate = new SelfSigned(HOSTS);
        internet = new RecordingProxy(certificate);
        catalogue = new CatalogueProcess(0, internet.url(),
                Map.of("NODE_EXTRA_CA_CERTS", certificate.certificatePem().toString()));
        events = Json.parse(Files.readString(FILES.resolve("events.json")));
        settings = Json.parse(Files.readString(FILES.resolve("settings.json")));
    }

    @AfterAll
    static void stop() throws IOException {
        if (catalogue != null) {
            catalogue.close();
            internet.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixpanel", "amplitude", "braze", "customerio", "iterable", "posthog"})
    void aToolReceivesWhatItsOwnFileSays(String tool) throws IOException {
        internet.answering(request -> answer("200 OK", "", "{}"));
        var recorded = new StringBuilder();
        for (String what : List.of("entered", "exited", "trait", "alias")) {
            recorded.append("# ").append(what).append('\n');
            for (JsonNode event : events.get(what)) {
                JsonNode status = deliver(tool, settings.get(tool), null, event).get(0);
                recorded.append("## ").append(event.get("type").asText()).append(": ")
                        .append(status.get("status").asText())
                        .append(status.path("reason").asText().isEmpty() ? "" : ", " + status.get("reason").asText())
                        .append('\n');
                internet.take().forEach(request -> recorded.append(text(request)));
            }
        }
        Path file = FILES.resolve(tool + ".txt");
        if ("write".equals(System.getProperty("catalogue"))) {
            Files.writeString(file, recorded);
        }
        assertEquals(Files.readString(file), recorded.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 OK                    | delivered
            400 Bad Request           | final
            401 Unauthorized          | authentication
            403 Forbidden             | authentication
            404 Not Found             | final
            410 Gone                  | authentication
            413 Too Large             | final
            429 Too Many              | retryable
            500 Failed                | retryable
            501 Not Implemented       | final
            503 Away                  | retryable""")
    void anAnswerSaysWhatBecomesOfTheMessage(String answered, String expected) {
        internet.answering(
                request -> answer(answered, "Retry-After: 7\r\n", "{\"why\":\"key iterable-key is wrong\"}"));
        JsonNode status = deliver("iterable", settings.get("iterable"), null, events.at("/trait/0")).get(0);
        assertEquals(expected, status.get("status").asText());
        if (!expected.equals("delivered")) {
            assertEquals("the receiver answered " + answered.substring(0, 3) + ": {\"why\":\"key ••• is wrong\"}",
                    status.get("reason").asText());
        }
        assertEquals(expected.equals("retryable") ? "7" : "", status.path("retryAfter").asText());
    }

    @Test
    void aReceiverThatClosesIsTriedAgainLater() {
        internet.answering(request -> "");
        JsonNode status = deliver("iterable", settings.get("iterable"), null, events.at("/trait/0")).get(0);
        assertEquals("retryable", status.get("status").asText());
    }

    @Test
    void someMessagesGetAStatusEach() {
        internet.answering(request -> request.body().contains("wrong")
                ? answer("400 Bad Request", "", "{}")
                : answer("200 OK", "", "{}"));
        ObjectNode wrong = events.at("/trait/0").deepCopy();
        ((ObjectNode) wrong.get("traits")).put("plan", "wrong");
        ObjectNode page = Json.object().put("type", "page").put("userId", "u-1001");
        JsonNode statuses = deliver("iterable", settings.get("iterable"), null, events.at("/trait/0"), wrong, page);
        assertEquals(List.of("delivered", "final", "skipped"), statuses.findValuesAsText("status"));
    }

    @Test
    void oneDestinationSeesNothingOfAnother() {
        internet.answering(request -> answer("200 OK", "", "{}"));
        internet.take();
        List<CompletableFuture<JsonNode>> all = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    ObjectNode event = events.at("/trait/0").deepCopy();
                    event.put("userId", "user-" + i);
                    return deliver("iterable", Json.object().put("apiKey", "key-of-" + i), null, event);
                })).toList();
        all.forEach(each -> assertEquals("delivered", each.join().get(0).get("status").asText()));
        List<RecordingProxy.Recorded> requests = internet.take();
        assertEquals(40, requests.size());
        requests.forEach(request -> {
            String i = request.headers().get("api-key").replace("key-of-", "");
            assertTrue(request.body().contains("\"user-" + i + "\""), request.body());
        });
    }

    @Test
    void subscriptionsOfOnesOwnReplaceThePresets() {
        internet.answering(request -> answer("200 OK", "", "{}"));
        internet.take();
        ArrayNode own = Json.array();
        own.addObject().put("action", "send").put("subscribe", "event = \"Audience Entered\"").putObject("mapping")
                .put("url", "https://hooks.example.com/in").putObject("data").put("@path", "$.properties");
        JsonNode statuses = deliver("webhook", Json.object(), own, events.at("/entered/0"), events.at("/entered/1"));
        assertEquals(List.of("skipped", "delivered"), statuses.findValuesAsText("status"), statuses::toString);
        assertEquals(List.of("{\"audience_key\":\"big_spenders\",\"big_spenders\":true}"),
                internet.take().stream().map(RecordingProxy.Recorded::body).toList());
    }

    @Test
    void whatOneOfSeveralSubscriptionsHasTakenIsNotSentAgain() {
        internet.answering(request -> request.url().endsWith("/b")
                ? answer("503 Away", "", "{}")
                : answer("200 OK", "", "{}"));
        internet.take();
        ArrayNode own = Json.array();
        for (String path : List.of("a", "b")) {
            own.addObject().put("action", "send").put("subscribe", "event = \"Audience Entered\"").putObject("mapping")
                    .put("url", "https://hooks.example.com/" + path).putObject("data").put("@path", "$.properties");
        }
        JsonNode first = deliver("webhook", Json.object(), own, events.at("/entered/1")).get(0);
        assertEquals(List.of("retryable", 1), List.of(first.path("status").asText(), first.path("taken").size()),
                first::toString);
        internet.take();
        internet.answering(request -> answer("200 OK", "", "{}"));
        ObjectNode again = Json.object().put("kind", "webhook");
        again.set("settings", Json.object());
        again.set("subscriptions", own);
        again.putArray("events").add(events.at("/entered/1"));
        again.putArray("taken").add(first.get("taken"));
        assertEquals("delivered", catalogue.post("/deliver", again).at("/statuses/0/status").asText());
        assertEquals(List.of(true), internet.take().stream().map(request -> request.url().endsWith("/b")).toList());
    }

    @Test
    void settingsAreCheckedByTheSchemasOfTheLibraryWithoutAskingAnybody() {
        internet.take();
        ObjectNode body = Json.object().put("kind", "mixpanel");
        body.set("settings", Json.object().put("apiRegion", "Mars"));
        body.set("subscriptions", Json.array().add(Json.object().put("action", "dance")));
        JsonNode problems = catalogue.post("/validate", body).get("problems");
        assertEquals(List.of("projectToken", "apiSecret", "apiRegion", "subscriptions[0].action"),
                problems.findValuesAsText("field"));
        body = Json.object().put("kind", "webhook");
        assertEquals("subscriptions", catalogue.post("/validate", body).at("/problems/0/field").asText());
        body = Json.object().put("kind", "mixpanel");
        body.set("settings", settings.get("mixpanel"));
        assertTrue(catalogue.post("/validate", body).get("problems").isEmpty());
        assertTrue(internet.take().isEmpty());
    }

    @Test
    void whatThereIsSaysWhatCanBeUsedAndWhatNot() {
        JsonNode kinds = catalogue.get("/kinds").get("kinds");
        List<JsonNode> usable = StreamSupport.stream(kinds.spliterator(), false)
                .filter(kind -> kind.get("available").asBoolean()).toList();
        assertTrue(usable.size() > 150, usable.size() + " of " + kinds.size());
        Map<String, JsonNode> byName = StreamSupport.stream(kinds.spliterator(), false)
                .collect(Collectors.toMap(kind -> kind.get("name").asText(), kind -> kind));
        assertTrue(byName.get("hubspot").get("unavailable").asText().contains("OAuth"));
        assertFalse(byName.get("kafka").get("available").asBoolean());
        JsonNode key = byName.get("iterable").get("settings").get(0);
        assertTrue(key.get("name").asText().equals("apiKey") && key.get("secret").asBoolean()
                && key.get("required").asBoolean());
        JsonNode mixpanel = catalogue.get("/kinds/mixpanel");
        assertEquals("alias", mixpanel.at("/presets/6/action").asText());
        assertFalse(mixpanel.at("/actions/0/fields").isEmpty());
    }

    @Test
    void whoHasNotTheTokenGetsNothingButItsHealth() {
        URI url = catalogue.url();
        assertEquals(401, catalogue.send(HttpRequest.newBuilder(url.resolve("/kinds"))).statusCode());
        assertEquals(401, catalogue
                .send(HttpRequest.newBuilder(url.resolve("/kinds")).header("Authorization", "Bearer x")).statusCode());
        assertEquals(200, catalogue.send(HttpRequest.newBuilder(url.resolve("/health"))).statusCode());
        catalogue.post("/deliver", Json.object().put("kind", "no-such-tool"), 404);
        catalogue.post("/deliver", Json.object().put("kind", "mixpanel").put("events", "x".repeat(3_000_000)), 413);
        catalogue.post("/deliver", Json.object().put("kind", "hubspot"), 409);
        assertFalse(catalogue.printed().contains("mixpanel-secret"), catalogue.printed());
    }

    private static JsonNode deliver(String kind, JsonNode with, JsonNode subscriptions, JsonNode... messages) {
        ObjectNode body = Json.object().put("kind", kind);
        body.set("settings", with);
        if (subscriptions != null) {
            body.set("subscriptions", subscriptions);
        }
        ArrayNode list = body.putArray("events");
        for (JsonNode message : messages) {
            list.add(message);
        }
        return catalogue.post("/deliver", body).get("statuses");
    }

    /** A request, one thing a line. */
    private static String text(RecordingProxy.Recorded request) {
        var text = new StringBuilder(request.method()).append(' ').append(request.url()).append('\n');
        request.headers().forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        String body = request.body();
        if (request.headers().getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")) {
            body = Arrays.stream(body.split("&")).map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                    .collect(Collectors.joining("\n"));
        }
        return text.append(body).append("\n\n").toString();
    }
}
