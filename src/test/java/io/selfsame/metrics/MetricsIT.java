package io.selfsame.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.server.Server;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

/** What a Prometheus server gets to see. */
class MetricsIT {

    private static final String REQUESTS = "selfsame_http_requests_seconds_count";

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();

    private Scrape scrape() {
        return Scrape.of(server.url(), TestServer.METRICS_TOKEN);
    }

    @Test
    void opensForItsOwnTokenAndForManagementTokensAlone() {
        Scrape.of(server.url(), server.adminToken());
        Scrape.of(server.url(), TestServer.METRICS_TOKEN);
        for (String authorization : new String[]{"Bearer wrong", "Bearer ", "Bearer " + space.writeKey(),
                "Bearer " + space.accessToken(), Http.basic(TestServer.METRICS_TOKEN),
                Http.basic(space.accessToken())}) {
            var answer = Scrape.get(server.url(), "Authorization", authorization);
            assertEquals(401, answer.statusCode(), authorization);
            assertTrue(answer.headers().firstValue("WWW-Authenticate").isPresent());
            assertFalse(answer.body().contains("selfsame_"), answer.body());
        }
        assertEquals(401, Scrape.get(server.url()).statusCode());
        assertEquals(401, Http.send(server.url(), "GET", "/v1/spaces", "", "Authorization",
                Http.bearer(TestServer.METRICS_TOKEN)).status());
    }

    @Test
    void numbersFollowWhatHappens() {
        Scrape before = scrape();
        space.batch("""
                {"batch":[{"type":"identify","userId":"u1","traits":{"email":"jane@secret.example"}},
                          {"type":"identify","userId":"u2","traits":{"email":"jane@secret.example"}},
                          {"type":"track","event":"Order","anonymousId":"null"}]}""").ok();
        Scrape after = scrape();
        assertMoved(1, before, after, REQUESTS + "{method=\"POST\",route=\"/v1/batch\",status=\"200\"}");
        assertMoved(1, before, after, "selfsame_events_rejected_total{code=\"no_identifiers\"}");
        for (String series : new String[]{"selfsame_rounds_seconds_count", "selfsame_round_events_count",
                "selfsame_events_accepted_total", "selfsame_tracking_body_bytes_total",
                "selfsame_http_responses_total{status=\"200\"}", "selfsame_neo4j_connections_acquired_total",
                "selfsame_identifiers_refused_total{code=\"limit_exceeded\"}"}) {
            assertTrue(after.value(series) > before.value(series), series + "\n" + after.text());
        }
        for (String series : new String[]{"selfsame_neo4j_up", "selfsame_queue_most{queue=\"event\"}",
                "selfsame_queue_most{queue=\"request\"}", "selfsame_queue_most{queue=\"preview\"}",
                "jvm_threads_live_threads", "selfsame_http_connections"}) {
            assertTrue(after.value(series) > 0, series + "\n" + after.text());
        }
        for (String series : new String[]{"selfsame_queue_used{queue=\"event\"}",
                "selfsame_evaluations_running{kind=\"explain\"}", "selfsame_rounds_in_flight",
                "selfsame_leases_held", "selfsame_neo4j_connections_waiting"}) {
            assertTrue(after.samples().containsKey(series), series + "\n" + after.text());
        }
        assertTrue(after.sum("jvm_memory_used_bytes", "area=\"heap\"") > 0);
    }

    /** What is documented and what there is are the same names. */
    @Test
    void theDocumentNamesEverySeries(@TempDir Path home) throws IOException {
        space.manage("POST", "audiences", """
                {"name":"Buyers","definition":{"query":"event('Order').count() >= 1"}}""").ok();
        space.batch("""
                {"batch":[{"type":"identify","userId":"u1","traits":{"email":"jane@secret.example"}},
                          {"type":"identify","userId":"u2","traits":{"email":"jane@secret.example"}},
                          {"type":"track","event":"Order","anonymousId":"null"}]}""").ok();
        Await.until("a refresh is counted",
                () -> scrape().value("selfsame_job_seconds_count{job=\"refresh\",outcome=\"succeeded\"}") > 0
                        && !scrape().series("selfsame_definition_age_seconds").isEmpty());
        Set<String> there = names(scrape().text());
        // Is there once somebody was refused: whatIsRefusedForItsRateIsCounted.
        there.add("selfsame_rate_limited_events_total");
        // Once there are destinations: deliveriesShow.
        there.addAll(Set.of("selfsame_deliveries_total", "selfsame_deliveries_waiting",
                "selfsame_deliveries_lag_seconds", "selfsame_destinations_paused", "selfsame_destinations_failing"));
        try (var embedded = new Metrics()) {
            embedded.store(home);
            there.addAll(names(embedded.scrape()));
        }
        assertEquals(there, names(Files.readString(Path.of("src/docs/operating.md"))));
    }

    /** And every queue in all of its series. */
    @Test
    void theDocumentNamesEveryQueue() throws IOException {
        String row = Files.readAllLines(Path.of("src/docs/operating.md")).stream()
                .filter(line -> line.startsWith("| queues:")).findFirst().orElseThrow();
        Set<String> documented = Pattern.compile("`([a-z-]+)`").matcher(row.substring(0, row.indexOf('|', 2))).results()
                .map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        Scrape scrape = scrape();
        for (String name : new String[]{"selfsame_queue_used", "selfsame_queue_most", "selfsame_queue_refused_total"}) {
            Set<String> there = scrape.series(name).stream()
                    .map(series -> series.replaceFirst(".*queue=\"([^\"]+)\".*", "$1"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(documented, there, name);
        }
    }

    /** A histogram is some series, and is documented as {@code …_*}. */
    private static Set<String> names(String text) {
        return Pattern.compile("(?m)(?<!# HELP |# TYPE )selfsame_[a-z0-9_]+").matcher(text).results()
                .map(found -> found.group().replaceFirst("_(bucket|count|sum|max)?$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatIsRefusedForItsRateIsCounted() {
        String batch = "{\"batch\":[" + "{\"type\":\"page\",\"userId\":\"u\"},".repeat(2_499)
                + "{\"type\":\"page\",\"userId\":\"u\"}]}";
        for (String by : new String[]{"key", "space"}) {
            try (Server limited = server.instanceWith(
                    Map.of("SELFSAME_" + by.toUpperCase(Locale.ROOT) + "_EVENTS_PER_SECOND", "1"))) {
                TestSpace sender = space.at(TestServer.urlOf(limited));
                sender.batch(batch).ok();
                assertEquals(429, sender.batch(batch).status());
                Scrape scrape = Scrape.of(TestServer.urlOf(limited), TestServer.METRICS_TOKEN);
                assertTrue(scrape.value("selfsame_rate_limited_events_total{by=\"" + by + "\"}") >= 1, scrape.text());
            }
        }
    }

    private static void assertMoved(double least, Scrape before, Scrape after, String series) {
        assertTrue(after.value(series) >= before.value(series) + least,
                series + ": " + before.value(series) + " to " + after.value(series) + "\n" + after.text());
    }

    @Test
    void whatAClientChoosesMakesNoSeries() {
        for (int i = 0; i < 50; i++) {
            Http.send(server.url(), "GET", "/wp-admin/" + i, "");
            Http.send(server.url(), "GET", "/v1/spaces/s" + i + "/collections/users/profiles/email:p" + i
                    + "@secret.example/traits", "", "Authorization", Http.basic("key-" + i));
            space.identify("{\"userId\":\"person-" + i + "\",\"traits\":{\"email\":\"p" + i + "@secret.example\"}}")
                    .ok();
        }
        Scrape scrape = scrape();
        assertEquals(1, scrape.series(REQUESTS, "route=\"(none)\"", "method=\"GET\"", "status=\"404\"").size());
        for (String secret : new String[]{"secret.example", "person-1", "key-1", "wp-admin", space.writeKey(),
                space.accessToken(), server.adminToken(), TestServer.METRICS_TOKEN}) {
            assertFalse(scrape.text().contains(secret), secret);
        }
    }

    @Test
    void aDefinitionThatFailsShows() {
        String id = space.manage("POST", "audiences", """
                {"name":"Buyers","definition":{"query":"event('Order').count() >= 1"}}""").ok().body()
                .at("/data/audience/id").asText();
        space.track("{\"userId\":\"u1\",\"event\":\"Order\"}").ok();
        String labels = "{definition=\"" + id + "\",space=\"" + space.id() + "\"}";
        Await.until("the definition is refreshed", () -> space.profile("user_id:u1", "traits").body()
                .at("/traits/buyers").asBoolean());
        // Other tests may have made more definitions than are named one by one; those that fail come first.
        Await.until("a refresh is counted",
                () -> scrape().value("selfsame_job_seconds_count{job=\"refresh\",outcome=\"succeeded\"}") > 0);
        assertEquals(0, scrape().value("selfsame_definition_failing" + labels));
        spoil(id);
        Await.until("the definition shows as failing",
                () -> scrape().value("selfsame_definition_failing" + labels) == 1);
        Scrape scrape = scrape();
        assertTrue(scrape.value("selfsame_definitions{status=\"FAILED\"}") >= 1, scrape.text());
        assertTrue(scrape.value("selfsame_job_runs{job=\"refresh\"}") >= 1, scrape.text());
        space.manage("DELETE", "audiences/" + id, "").ok();
    }

    @Test
    void deliveriesShow() {
        space.manage("POST", "audiences", """
                {"name":"Buyers","definition":{"query":"event('Order').count() >= 1"}}""").ok();
        String id = space.manage("POST", "destinations", """
                {"name":"Away","kind":"webhook","settings":{"url":"http://127.0.0.1:1/"}}""").body()
                .at("/data/destination/id").asText();
        space.track("{\"userId\":\"u1\",\"event\":\"Order\"}").ok();
        String label = "{space=\"" + space.id() + "\"}";
        Await.until("an attempt is counted", () -> scrape().value(
                "selfsame_deliveries_total{outcome=\"retried\",space=\"" + space.id() + "\"}") > 0);
        Await.until("something waits", () -> scrape().value("selfsame_deliveries_waiting" + label) == 1
                && scrape().value("selfsame_deliveries_lag_seconds" + label) > 0);
        assertEquals(0, scrape().value("selfsame_destinations_paused" + label));
        space.manage("POST", "destinations/" + id + "/pause", "").ok();
        Await.until("it is paused", () -> scrape().value("selfsame_destinations_paused" + label) == 1);
        space.manage("DELETE", "destinations/" + id, "").ok();
    }

    /** As another version of the service, or somebody by hand, may have left it. */
    private void spoil(String id) {
        Neo4jAddress address = server.neo4j();
        try (var driver = GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()))) {
            driver.executableQuery("""
                    MATCH (definition:Definition {id: $id})
                    MATCH (set:Definitions {space: $space})
                    SET definition.query = "event('Order').howMany() >= 1", set.version = set.version + 1""")
                    .withParameters(Map.of("id", id, "space", space.id())).execute();
        }
    }

    @Test
    void definitionsBeyondANumberShareASeries() {
        for (int i = 0; i < 5; i++) {
            space.manage("POST", "audiences",
                    "{\"name\":\"A" + i + "\",\"definition\":{\"query\":\"event('E').count() >= 1\"}}").ok();
        }
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (var graph = new Graph(server.neo4j())) {
            new Survey(graph, registry, 2).refresh();
            Scrape scrape = Scrape.parse(registry.scrape());
            for (String name : new String[]{"selfsame_definition_age_seconds", "selfsame_definition_failing"}) {
                assertEquals(3, scrape.series(name).size(), scrape.text());
                assertEquals(1, scrape.series(name, "space=\"" + Survey.OTHERS + "\"").size(), scrape.text());
            }
        }
    }

    @Test
    void anErrorIsNoEndOfTheFigures() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (var graph = new Graph(server.neo4j())) {
            var survey = new Survey(graph, registry, Survey.MOST);
            var broken = new AtomicBoolean(true);
            registry.config().onMeterAdded(meter -> {
                if (broken.get()) {
                    throw new StackOverflowError("made by a test");
                }
            });
            survey.refresh();
            assertEquals(0, Scrape.parse(registry.scrape()).value("selfsame_neo4j_up"));
            broken.set(false);
            survey.refresh();
            Scrape scrape = Scrape.parse(registry.scrape());
            assertEquals(1, scrape.value("selfsame_neo4j_up"), scrape.text());
        }
    }

    /** A gauge that nobody else holds is no number once memory was collected. */
    @Test
    void figuresAreNumbersAfterACollection() {
        scrape();
        collect();
        scrape().samples().forEach((series, value) -> assertFalse(series.startsWith("selfsame_") && value.isNaN(),
                series));
    }

    private static void collect() {
        var probe = new WeakReference<>(new Object());
        Await.until("a collection", () -> {
            System.gc();
            return probe.get() == null;
        });
    }

    @Test
    void theSizeOfTheStoreIsANumberAfterACollection(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("data/databases/neo4j"));
        Files.createDirectories(home.resolve("data/transactions/neo4j"));
        try (var metrics = new Metrics()) {
            metrics.store(home);
            collect();
            Scrape scrape = Scrape.parse(metrics.scrape());
            assertEquals(0, scrape.value("selfsame_store_bytes{part=\"databases\"}"), scrape.text());
            assertEquals(0, scrape.value("selfsame_store_bytes{part=\"transaction_logs\"}"), scrape.text());
            assertTrue(scrape.value("selfsame_store_free_bytes") > 0, scrape.text());
        }
    }
}
