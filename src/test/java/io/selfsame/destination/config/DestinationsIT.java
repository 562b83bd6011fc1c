package io.selfsame.destination.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.secret.EncryptionKey;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.server.Server;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Destinations are made, read, changed, paused and deleted, and nobody sees their secrets. */
class DestinationsIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Graph GRAPH = Workbench.GRAPH;
    private static final String FIRST = secret(1);
    private static final String SECOND = secret(2);
    private static final String OTHER_KEY = "mVn3X8c1KqPz0sYtRfW7uLhJ2dGbAeQ9xCi5oT4wUyE=";

    private final TestSpace space = SERVER.newSpace();
    private final SpaceId id = new SpaceId(space.id());
    private final DestinationStore store = new DestinationStore(GRAPH, SecretBox.of(EncryptionKey.parse(
            TestServer.SECRET_KEY)));

    private static String secret(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) (200 + seed));
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    private static String hook(String name, String settings) {
        return "{\"name\":\"" + name + "\",\"kind\":\"webhook\",\"settings\":{\"url\":\"https://crm.example.com/in\""
                + settings.replace('\'', '"') + "}}";
    }

    private static JsonNode destination(Reply reply) {
        return reply.ok().body().at("/data/destination");
    }

    private JsonNode make(String body) {
        return destination(space.manage("POST", "destinations", body));
    }

    private JsonNode get(JsonNode destination) {
        return destination(space.manage("GET", path(destination), ""));
    }

    private static String path(JsonNode destination) {
        return "destinations/" + destination.path("id").asText();
    }

    private Reply patch(JsonNode destination, String json) {
        return space.manage("PATCH", path(destination), json.replace('\'', '"'));
    }

    private Destination opened(JsonNode destination) {
        return store.get(id, destination.path("id").asText()).orElseThrow();
    }

    private static String message(Reply reply, int status) {
        assertEquals(status, reply.status(), reply.toString());
        return reply.body().at("/error/message").asText();
    }

    private List<Destination> all(DestinationStore some) {
        return some.page(id, "", DestinationStore.MOST).stream().map(some::opened).toList();
    }

    @Test
    void oneIsMadeWithDefaultsAndASecretThatIsShownOnce() {
        Reply made = space.manage("POST", "destinations", hook("CRM", ""));
        assertEquals(201, made.status());
        String secret = made.body().at("/data/secret").asText();
        assertTrue(SigningSecrets.isOne(secret));
        JsonNode destination = destination(made);
        assertTrue(destination.path("id").asText().startsWith("dst_"));
        assertEquals(List.of("Active", 1, true, "webhook"),
                List.of(destination.path("status").asText(), destination.path("version").asInt(),
                        destination.path("enabled").asBoolean(), destination.path("kind").asText()));
        assertEquals(Http.json("[\"*\"]"), destination.at("/send/audiences"));
        assertTrue(destination.at("/settings/secret/set").asBoolean());
        assertFalse(destination.at("/settings/segmentSecret/set").asBoolean());
        assertTrue(destination.path("createdBy").asText().startsWith("adm_"), destination::toString);
        JsonNode read = get(destination);
        assertEquals(destination, read);
        assertFalse(space.manage("GET", "destinations", "").ok().body().toString().contains(secret));
        Destination opened = opened(destination);
        assertTrue(opened.isActive());
        assertEquals(List.of(secret), ((DestinationSettings.Webhook) opened.settings()).secrets());
        assertEquals(List.of(opened), all(store));
    }

    /** Not in an answer, not in the log, not in the graph. */
    @Test
    void secretsAreNowhereInTheClear() {
        var log = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        List<String> said = new ArrayList<>();
        try {
            JsonNode hook = make(hook("CRM", ",'secret':'" + FIRST + "','segmentSecret':'hidden-1',"
                    + "'headers':{'Authorization':'Bearer hidden-2','X-Team':'hidden-3'}"));
            JsonNode segment = make("{\"name\":\"S\",\"kind\":\"segment\",\"settings\":{\"writeKey\":\"hidden-4\"}}");
            said.add(hook.toString());
            said.add(segment.toString());
            for (JsonNode one : List.of(hook, segment)) {
                said.add(get(one).toString());
                said.add(space.manage("POST", path(one) + "/pause", "{\"reason\":\"r\"}").body().toString());
                said.add(space.manage("POST", path(one) + "/resume", "").body().toString());
                said.add(patch(one, "{'enabled':false}").body().toString());
            }
            said.add(patch(hook, "{'settings':{'secret':'" + SECOND + "','segmentSecret':'hidden-5'}}").body()
                    .toString());
            said.add(space.manage("POST", "destinations", hook("CRM", ",'segmentSecret':'hidden-6'")).body()
                    .toString());
            said.add(space.manage("POST", "destinations", hook("B", ",'secret':'hidden-7'")).body().toString());
            said.add(space.manage("POST", "destinations", hook("B", ",'headers':{'Host':'hidden-8'}")).body()
                    .toString());
            said.add(space.manage("GET", "destinations", "").ok().body().toString());
        } finally {
            root.detachAppender(log);
        }
        log.list.forEach(event -> said.add(event.getFormattedMessage() + event.getThrowableProxy()));
        GRAPH.read(new Statement("test",
                "MATCH (n) WHERE n.space = $space OR n:Destination RETURN properties(n) AS all, labels(n) AS labels"),
                Map.of("space", space.id())).forEach(row -> said.add(row.asMap().toString()));
        assertTrue(said.stream().anyMatch(text -> text.contains("Bearer") || text.contains("v1:")));
        for (String secret : List.of("hidden-", FIRST, SECOND, FIRST.substring(6), SECOND.substring(6))) {
            said.forEach(text -> assertFalse(text.contains(secret), () -> secret + " is in " + text));
        }
    }

    @Test
    void aNewSigningSecretLeavesTheFormerOneForADay() {
        JsonNode made = make(hook("CRM", ",'secret':'" + FIRST + "'"));
        Instant before = Instant.now();
        JsonNode changed = destination(patch(made, "{'settings':{'secret':'" + SECOND + "'}}"));
        assertEquals(2, changed.path("version").asInt());
        Instant until = Instant.parse(changed.at("/settings/previousSecret/until").asText());
        assertTrue(until.isAfter(before.plus(Duration.ofHours(23)))
                && until.isBefore(before.plus(Duration.ofHours(25))), until::toString);
        assertEquals(made.at("/settings/secret/since"), changed.at("/settings/previousSecret/since"));
        assertEquals(List.of(SECOND, FIRST), ((DestinationSettings.Webhook) opened(changed).settings()).secrets());
        StoredDestination stored = store.stored(id, changed.path("id").asText()).orElseThrow();
        var later = new DestinationOpening(SecretBox.of(EncryptionKey.parse(TestServer.SECRET_KEY))).open(stored,
                until);
        assertEquals(List.of(SECOND), ((DestinationSettings.Webhook) later.settings()).secrets());
        // The same again is no change, and the former one stays whatever else changes.
        assertEquals(changed, destination(patch(changed, "{'settings':{'secret':'" + SECOND + "'}}")));
        patch(changed, "{'name':'CRM 2'}").ok();
        assertEquals(List.of(SECOND, FIRST), ((DestinationSettings.Webhook) opened(changed).settings()).secrets());
        Reply anew = patch(changed, "{'settings':{'secret':null}}");
        String generated = anew.ok().body().at("/data/secret").asText();
        assertEquals(List.of(generated, SECOND), ((DestinationSettings.Webhook) opened(changed).settings()).secrets());
        assertTrue(get(changed).at("/settings/previousSecret/set").asBoolean());
    }

    @Test
    void anAnswerCanBeSentBack() {
        JsonNode made = make(hook("CRM", ",'secret':'" + FIRST + "','segmentSecret':'s1',"
                + "'headers':{'Authorization':'Bearer x','X-Team':'crm'},'batch':7"));
        patch(made, "{'settings':{'secret':'" + SECOND + "'}}").ok();
        JsonNode shown = get(made);
        JsonNode same = destination(patch(made, shown.toString()));
        assertEquals(shown, same);
        ObjectNode changed = shown.deepCopy();
        changed.put("name", "Other").putObject("send").putArray("traits").add("ltv");
        ((ObjectNode) changed.at("/settings/headers")).remove("X-Team");
        JsonNode after = destination(patch(made, changed.toString()));
        assertEquals(List.of("Other", 3), List.of(after.path("name").asText(), after.path("version").asInt()));
        assertEquals(Http.json("[\"ltv\"]"), after.at("/send/traits"));
        assertEquals(Http.json("[\"*\"]"), after.at("/send/audiences"));
        var settings = (DestinationSettings.Webhook) opened(made).settings();
        assertEquals(Map.of("Authorization", "Bearer x"), settings.headers());
        assertEquals(Optional.of("s1"), settings.segmentSecret());
        assertEquals(7, settings.batch());
        // It is of a version that is no more.
        assertTrue(message(patch(made, shown.toString()), 409).contains("its version is 3 and not 2"));
    }

    /** Many share a host, and some tell their customers apart by the query. */
    @Test
    void anotherPathOrQueryNeedsTheSecretsAnew() {
        JsonNode made = make(hook("CRM", ",'headers':{'Authorization':'Bearer x'}"));
        for (String url : List.of("https://crm.example.com/in?list=7", "https://crm.example.com/other")) {
            assertTrue(message(patch(made, "{'settings':{'url':'" + url + "'}}"), 400)
                    .contains("give these secrets anew"), url);
        }
        patch(made, "{'settings':{'url':'https://crm.example.com/other','headers':{'Authorization':'Bearer y'}}}").ok();
    }

    @Test
    void aChangeIsOfFieldsAndNullIsTheDefault() {
        JsonNode made = make(hook("CRM", ",'segmentSecret':'s1','callsPerSecond':9"));
        destination(
                patch(made, "{'ids':{'types':['email','user_id']},'calls':{'audience':['track']},'enabled':false}"));
        JsonNode changed = destination(patch(made, "{'ids':{'strategy':'last'},'settings':{'batch':2}}"));
        assertEquals(Http.json("{\"strategy\":\"last\",\"types\":[\"email\",\"user_id\"],\"anonymous\":false}"),
                changed.path("ids"));
        assertEquals(List.of(9, 2), List.of(changed.at("/settings/callsPerSecond").asInt(),
                changed.at("/settings/batch").asInt()));
        assertEquals(List.of("Paused", "It is not enabled. What happens meanwhile is never sent"),
                List.of(changed.path("status").asText(), changed.path("pausedBecause").asText()));
        JsonNode cleared = destination(patch(made,
                "{'ids':null,'calls':{'audience':null},'enabled':null,'settings':{'segmentSecret':null,'batch':null}}"));
        for (String field : List.of("/ids", "/calls", "/enabled", "/settings/segmentSecret", "/settings/batch")) {
            assertEquals(destination(space.manage("POST", "destinations?dryRun=true", hook("x", ""))).at(field),
                    cleared.at(field), field);
        }
        assertEquals("Active", cleared.path("status").asText());
        assertEquals(400, patch(made, "{'kind':'segment'}").status());
        assertEquals(400, patch(made, "{'name':null}").status());
        assertEquals(400, patch(made, "{'settings':null}").status());
        assertEquals(400, patch(made, "{'version':'1'}").status());
        assertTrue(message(patch(made, "{'colour':1}"), 400).startsWith("Unknown field \"colour\"; known are name"));
        assertEquals(4, get(made).path("version").asInt());
    }

    @Test
    void aDryRunChangesNothing() {
        Reply tried = space.manage("POST", "destinations?dryRun=true", hook("CRM", ""));
        assertFalse(tried.ok().body().path("data").has("secret"));
        assertEquals(0, space.manage("GET", "destinations", "").ok().body().at("/data/destinations").size());
        JsonNode made = make(hook("CRM", ""));
        assertEquals("Other", destination(space.manage("PATCH", path(made) + "?dryRun=true", "{\"name\":\"Other\"}"))
                .path("name").asText());
        space.manage("DELETE", path(made) + "?dryRun=true", "").ok();
        assertEquals(made, get(made));
    }

    @Test
    void oneIsPausedAndResumed() {
        JsonNode made = make(hook("CRM", ""));
        JsonNode paused = destination(space.manage("POST", path(made) + "/pause", "{\"reason\":\" We move. \"}"));
        assertEquals(List.of("Paused", "We move.", 2), List.of(paused.path("status").asText(),
                paused.path("pausedBecause").asText(), paused.path("version").asInt()));
        assertFalse(opened(made).isActive());
        assertEquals("Paused", destination(patch(made, "{'name':'x'}")).path("status").asText());
        assertEquals("Active", destination(space.manage("POST", path(made) + "/resume", "")).path("status").asText());
        assertEquals(4, destination(space.manage("POST", path(made) + "/resume", "")).path("version").asInt());
        assertEquals("Somebody has paused it",
                destination(space.manage("POST", path(made) + "/pause", "")).path("pausedBecause").asText());
        assertEquals(400, space.manage("POST", path(made) + "/pause", "{\"reason\":7}").status());
        assertEquals(400, space.manage("POST", path(made) + "/resume", "{\"reason\":\"x\"}").status());
        var changes = new DestinationChanges(GRAPH, SecretBox.withoutKey(), url -> Optional.empty(), Optional.empty());
        assertTrue(changes.paused(id, made.path("id").asText(), "The receiver said 410", "delivery").isPresent());
        assertFalse(changes.paused(id, "dst_none", "The receiver said 410", "delivery").isPresent());
        assertEquals(List.of("The receiver said 410", "delivery"), List.of(get(made).path("pausedBecause").asText(),
                get(made).path("updatedBy").asText()));
    }

    private void failing(JsonNode destination, @Nullable String why) {
        Map<String, Object> parameters = new HashMap<>(
                Map.of("key", id.key(destination.path("id").asText()), "milliseconds", 0));
        parameters.put("why", why);
        GRAPH.write(Statement.of("delivery/failing"), parameters);
    }

    @Test
    void whatDoesNotArriveIsShown() {
        JsonNode made = make(hook("CRM", ""));
        failing(made, "503 for 10 minutes");
        assertEquals(List.of("Failing", "503 for 10 minutes", 1), List.of(get(made).path("status").asText(),
                get(made).path("failingBecause").asText(), get(made).path("version").asInt()));
        assertTrue(opened(made).isActive());
        failing(made, null);
        assertEquals(made, get(made));
    }

    @Test
    void oneIsDeleted() {
        JsonNode made = make(hook("CRM", ""));
        space.manage("DELETE", path(made), "").ok();
        for (String method : List.of("GET", "DELETE")) {
            assertTrue(message(space.manage(method, path(made), ""), 404).contains("/destinations lists them"));
        }
        assertEquals(404, patch(made, "{}").status());
        assertEquals(404, space.manage("POST", path(made) + "/pause", "").status());
        assertEquals(404, space.manage("POST", path(made) + "/resume", "").status());
        assertEquals(0, GRAPH.read(new Statement("test", "MATCH (n:Destination {key: $key}) RETURN n"),
                Map.of("key", id.key(made.path("id").asText()))).size());
    }

    @Test
    void namesAreOnceInASpaceAndThereIsALimit() {
        JsonNode first = make(hook("d0", ""));
        assertTrue(message(space.manage("POST", "destinations", hook("d0", "")), 409)
                .contains(first.path("id").asText()));
        for (int i = 1; i < DestinationStore.MOST; i++) {
            make(hook("d" + i, ""));
        }
        assertTrue(message(space.manage("POST", "destinations", hook("more", "")), 409).contains("50 destinations"));
        assertEquals(409, patch(first, "{'name':'d1'}").status());
        patch(first, "{'name':'d0'}").ok();
        List<String> names = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = space.manage("GET", "destinations?limit=20" + (next.isEmpty() ? "" : "&next=" + next), "")
                    .ok().body().path("data");
            page.path("destinations").forEach(each -> names.add(each.path("name").asText()));
            next = page.at("/pagination/next").asText();
        } while (!next.isEmpty());
        assertEquals(DestinationStore.MOST, names.stream().distinct().count());
        assertEquals(DestinationStore.MOST, all(store).size());
        space.manage("DELETE", path(first), "").ok();
        make(hook("more", ""));
    }

    /** Of those who give one name at the same moment, on two instances, one is first. */
    @Test
    void noNameIsGivenTwiceAtTheSameTime() throws Exception {
        try (Server second = SERVER.secondInstance(); var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Reply>> made = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                TestSpace at = i % 2 == 0 ? space : space.at(TestServer.urlOf(second));
                made.add(threads.submit(() -> at.manage("POST", "destinations", hook("same", ""))));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Reply> each : made) {
                statuses.add(each.get().status());
            }
            assertEquals(List.of(201, 409, 409, 409, 409, 409, 409, 409), statuses.stream().sorted().toList());
            JsonNode one = space.manage("GET", "destinations", "").ok().body().at("/data/destinations/0");
            // The key is that of all instances.
            assertEquals(one, destination(space.at(TestServer.urlOf(second)).manage("GET", path(one), "")));
        }
    }

    @Test
    void spacesDoNotSeeEachOthers() {
        JsonNode made = make(hook("CRM", ""));
        TestSpace other = SERVER.newSpace();
        assertEquals(0, other.manage("GET", "destinations", "").ok().body().at("/data/destinations").size());
        assertEquals(404, other.manage("GET", path(made), "").status());
        assertEquals(404, other.manage("PATCH", path(made), "{\"name\":\"x\"}").status());
        assertEquals(404, other.manage("DELETE", path(made), "").status());
        assertEquals(404, other.manage("POST", path(made) + "/pause", "").status());
        destination(other.manage("POST", "destinations", hook("CRM", "")));
        assertEquals(made, get(made));
    }

    @Test
    void viewersReadAndEditorsWrite() {
        JsonNode made = make(hook("CRM", ""));
        for (String role : List.of("viewer", "editor")) {
            JsonNode token = Http.send(space.url(), "POST", "/v1/management-tokens",
                    "{\"role\":\"" + role + "\",\"space\":\"" + space.id() + "\"}", "Authorization",
                    Http.bearer(SERVER.adminToken())).ok().body().at("/data/managementToken");
            var as = new TestSpace(space.url(), space.id(), "", "", token.path("secret").asText());
            assertEquals(200, as.manage("GET", "destinations", "").status());
            assertEquals(200, as.manage("GET", path(made), "").status());
            assertEquals(200, as.manage("GET", "destination-kinds", "").status());
            boolean writes = role.equals("editor");
            // Some addresses are all that one needs to send there.
            assertEquals(writes ? "https://crm.example.com/in" : "https://crm.example.com/…",
                    destination(as.manage("GET", path(made), "")).at("/settings/url").asText());
            assertEquals(writes ? 201 : 403, as.manage("POST", "destinations", hook("2", "")).status());
            assertEquals(writes ? 200 : 403, as.manage("PATCH", path(made), "{\"enabled\":true}").status());
            assertEquals(writes ? 200 : 403, as.manage("POST", path(made) + "/pause", "").status());
            assertEquals(writes ? 200 : 403, as.manage("POST", path(made) + "/resume", "").status());
            assertEquals(writes ? 200 : 403, as.manage("DELETE", path(made), "").status());
            // Other tests count the tokens that there are.
            Http.send(space.url(), "DELETE", "/v1/management-tokens/" + token.path("id").asText(), "", "Authorization",
                    Http.bearer(SERVER.adminToken())).ok();
        }
    }

    @Test
    void aWrongKeyPausesAndSaysWhatToCheck() {
        JsonNode made = make(hook("CRM", ",'secret':'" + FIRST + "'"));
        for (Map.Entry<String, String> other : Map.of(OTHER_KEY, "with the key in SELFSAME_SECRET_KEY", "",
                "because SELFSAME_SECRET_KEY is not set").entrySet()) {
            try (Server second = SERVER.instanceWith(Map.of("SELFSAME_SECRET_KEY", other.getKey()))) {
                TestSpace there = space.at(TestServer.urlOf(second));
                JsonNode shown = destination(there.manage("GET", path(made), ""));
                assertEquals("Paused", shown.path("status").asText());
                assertTrue(shown.path("pausedBecause").asText().contains(other.getValue()), shown::toString);
                assertEquals("Paused",
                        destination(there.manage("POST", path(made) + "/resume", "")).path("status").asText());
                there.manage("GET", "destinations", "").ok();
                there.manage("PATCH", path(made), "{\"enabled\":true}").ok();
                assertEquals("Active", get(made).path("status").asText());
                if (other.getKey().isEmpty()) {
                    String why = message(there.manage("POST", "destinations", hook("new", "")), 409);
                    assertTrue(why.contains("set SELFSAME_SECRET_KEY"), why);
                    assertEquals(409, there.manage("PATCH", path(made), "{\"settings\":{\"secret\":null}}").status());
                }
            }
        }
        var wrong = new DestinationStore(GRAPH, SecretBox.of(EncryptionKey.parse(OTHER_KEY)));
        assertFalse(all(wrong).getFirst().isActive());
        // Whoever sends the secrets anew mends it.
        try (Server second = SERVER.instanceWith(Map.of("SELFSAME_SECRET_KEY", OTHER_KEY))) {
            TestSpace there = space.at(TestServer.urlOf(second));
            JsonNode mended = destination(there.manage("PATCH", path(made),
                    "{\"settings\":{\"secret\":\"" + SECOND + "\"}}"));
            assertEquals("Active", mended.path("status").asText());
            assertFalse(mended.path("settings").has("previousSecret"));
        }
        assertEquals("Paused", get(made).path("status").asText());
    }

    @Test
    void oneThatWasChangedByHandHidesNoOther() {
        JsonNode good = make(hook("good", ""));
        for (String change : List.of("settings = 'x'", "options = null", "secrets = '[]'", "enabled = 7",
                "settings = '{}'", "options = '[]'", "kind = 'kafka'", "createdAt = null", "version = null",
                "secrets = '{\"secret\": {\"sealed\": \"x\", \"since\": \"then\"}}'")) {
            JsonNode bad = make(hook("bad", ""));
            GRAPH.write(new Statement("test", "MATCH (n:Destination {key: $key}) SET n." + change),
                    Map.of("key", id.key(bad.path("id").asText())));
            get(bad);
            assertEquals(2, space.manage("GET", "destinations", "").ok().body().at("/data/destinations").size());
            assertEquals(2, all(store).size(), change);
            space.manage("POST", path(bad) + "/pause", "").ok();
            assertEquals("Active", get(good).path("status").asText());
            space.manage("DELETE", path(bad), "").ok();
        }
    }

    @Test
    void kindsAreListedWithTheirSettings() {
        JsonNode kinds = space.manage("GET", "destination-kinds", "").ok().body().at("/data/destinationKinds");
        assertEquals(List.of("webhook", "segment"),
                List.of(kinds.at("/0/name").asText(), kinds.at("/1/name").asText()));
        assertEquals(List.of("url", "secret", "segmentSecret", "headers", "batch", "callsPerSecond"),
                kinds.at("/0/settings").findValuesAsText("name"));
        JsonNode batch = kinds.at("/0/settings/4");
        assertEquals(List.of(1, 1, 1_000, "integer"), List.of(batch.path("default").asInt(),
                batch.path("minimum").asInt(), batch.path("maximum").asInt(), batch.path("type").asText()));
        assertNotEquals(kinds.at("/0/settings/1/secret"), kinds.at("/0/settings/0/secret"));
        assertEquals("https://api.segment.io", kinds.at("/1/settings/0/default").asText());
    }
}
