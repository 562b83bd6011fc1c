package io.selfsame.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.demo.DemoCommand;
import io.selfsame.clients.NodeScripts;
import io.selfsame.embedded.EmbeddedNeo4j;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.server.Server;
import io.selfsame.server.Settings;
import io.selfsame.testing.Http;
import io.selfsame.testing.Slow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.summary.GqlStatusObject;
import org.neo4j.driver.summary.ResultSummary;
import picocli.CommandLine;

/** The embedded Neo4j with the shop of {@code selfsame demo}, explored: by each query of cypher/explore, and in Neo4j Browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT {

    private static final String ADMIN_TOKEN = "browser-admin-token-0123456789abcdef";

    private EmbeddedNeo4j neo4j;
    private Server server;
    private Driver driver;

    @BeforeAll
    void fillShop(@TempDir Path data) {
        neo4j = EmbeddedNeo4j.start(data, 0, 0);
        Neo4jAddress address = neo4j.address();
        server = Server.start(Settings.from(Map.of("SELFSAME_HTTP_PORT", "0", "SELFSAME_DATA", data.toString(),
                "SELFSAME_ADMIN_TOKEN", ADMIN_TOKEN)), address);
        driver = GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()));
        assertEquals(0, new CommandLine(new DemoCommand()).setOut(new PrintWriter(Writer.nullWriter())).execute("--url",
                "http://127.0.0.1:" + server.port(), "--token", ADMIN_TOKEN, "--events", "1000"));
    }

    @AfterAll
    void close() {
        driver.close();
        server.close();
        neo4j.close();
    }

    static List<ExploreFile> files() {
        return ExploreFile.all();
    }

    /** With the parameters of its own header: so a name that the graph has no longer, or a stale header, shows here. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void everyQueryFindsSomethingAndKnowsEveryName(ExploreFile file) {
        try (Session session = driver.session(SessionConfig.forDatabase(neo4j.address().database()))) {
            Map<String, Object> params = session.run("RETURN " + file.paramMap() + " AS params").single().get("params")
                    .asMap();
            Result result = session.run(file.query(), params);
            List<Record> rows = result.list();
            ResultSummary summary = result.consume();
            assertFalse(rows.isEmpty(), () -> file + " with " + params);
            // In the demo nobody has been kept apart by hand.
            assertEquals(List.of(), summary.gqlStatusObjects().stream()
                    .filter(status -> !status.statusDescription().contains("`KEPT_APART`"))
                    .map(GqlStatusObject::gqlStatus).filter(status -> !status.startsWith("00")).toList(),
                    () -> summary.gqlStatusObjects().toString());
        }
    }

    /** Those whose drawings no other test looks at, and {@code mvn verify} has time for. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"how-tied.cypher, 4", "history-drawing.cypher, 10"})
    void neo4jBrowserDraws(String file, int atLeast) throws IOException {
        requireDrawing(file, atLeast);
    }

    @Slow
    @ParameterizedTest(name = "{0}")
    @CsvSource({"person.cypher, 10", "blob-users-drawing.cypher, 10", "shared-devices-drawing.cypher, 20",
            "largest-clusters-drawing.cypher, 10", "refused-most-drawing.cypher, 8", "sharing.cypher, 10",
            "account.cypher, 5"})
    void neo4jBrowserDrawsTheOthers(String file, int atLeast) throws IOException {
        requireDrawing(file, atLeast);
    }

    private void requireDrawing(String file, int atLeast) throws IOException {
        NodeScripts.requireChromium();
        JsonNode drawn = draw(ExploreFile.read(file));
        assertTrue(drawn.path("nodes").asInt() >= atLeast, drawn::toString);
        assertTrue(drawn.path("relationships").asInt() > 0, drawn::toString);
    }

    @Test
    void neo4jBrowserTellsParentsChildrenIdsAndRefusalsApart() throws IOException {
        NodeScripts.requireChromium();
        assertColours("person.cypher", "node.Parent", "node.Child", "node.ExternalId");
        assertColours("blob-users-drawing.cypher", "node.Blob", "node.Glue");
        assertColours("shared-devices-drawing.cypher", "node.Refusal");
    }

    /** The caption is cut where the arrow is short, and its begin stays. */
    @Test
    void neo4jBrowserShowsHowOftenAnIdWasRefused() throws IOException {
        NodeScripts.requireChromium();
        JsonNode drawn = draw(ExploreFile.read("refused-most-drawing.cypher"));
        List<String> captions = Http.JSON.convertValue(drawn.path("edges"),
                Http.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
        assertTrue(captions.stream().anyMatch(caption -> caption.matches("\\d+×.*")), drawn::toString);
    }

    /** The person on the demo's showroom tablet, and not one who merely has much. */
    @Test
    void theBlobAndItsGlueAreNamed() {
        List<Record> blobs = rows("blob-users.cypher");
        assertEquals("ios.id:5f0c7a52-showroom-tablet", blobs.getFirst().get("glue").asString());
        assertEquals(List.of(), rows("person.cypher").stream().filter(row -> row.get("root").asNode().hasLabel("Blob"))
                .toList());
    }

    @Test
    void historyHasARowForEachDecisionInTheOrderOfTheLedger() {
        List<Long> places = rows("history.cypher").stream().map(row -> row.get("seq").asLong()).toList();
        assertEquals(places.stream().distinct().sorted().toList(), places);
        assertEquals(places.size(), rows("history-drawing.cypher").size());
    }

    /** A step for each event that added something; the last one is the person of today. */
    @Test
    void growthEndsWithThePersonOfToday() {
        List<Record> steps = rows("growth.cypher");
        Record person = rows("largest-clusters.cypher").stream().filter(row -> row.get("name").asString()
                .equals("Ada Novak")).findFirst().orElseThrow();
        assertEquals(person.get("ids").asLong(), steps.getLast().get("ids").asLong());
        assertEquals(person.get("children").asLong() + 1, steps.getLast().get("profiles").asLong());
    }

    /** The library's computer shows at the person who has it how often it was refused to others. */
    @Test
    void theOwnerOfARefusedIdShowsHowOften() {
        try (Session session = driver.session(SessionConfig.forDatabase(neo4j.address().database()))) {
            Record times = session
                    .run("MATCH (:Refusal)-[r:REFUSED]->(x:ExternalId {key: 'demo/anonymous_id:library-pc-3'})"
                            + " RETURN x.refusals AS refusals, count(r) AS edges, max(r.times) AS newest")
                    .single();
            assertTrue(times.get("refusals").asLong() > 10, times::toString);
            assertEquals(times.get("refusals"), times.get("edges"));
            assertEquals(times.get("refusals"), times.get("newest"));
        }
        List<Record> devices = rows("shared-devices.cypher");
        assertEquals("library-pc-3", devices.getFirst().get("device").asString());
        assertEquals("reader.1@library.example", devices.getFirst().get("owner").asString());
    }

    private List<Record> rows(String file) {
        ExploreFile explore = ExploreFile.read(file);
        try (Session session = driver.session(SessionConfig.forDatabase(neo4j.address().database()))) {
            return session.run(explore.query(), session.run("RETURN " + explore.paramMap() + " AS params").single()
                    .get("params").asMap()).list();
        }
    }

    @Test
    void browserTakesTheArchiveOfQueriesAsFavourites() throws IOException {
        NodeScripts.requireChromium();
        Path task = Files.createTempFile("browser-task-", ".json");
        try {
            Files.writeString(task, Http.JSON.createObjectNode().put("browserUrl", neo4j.browser().toString())
                    .put("archiveUrl", "http://127.0.0.1:" + server.port() + "/explore.zip").toString());
            String printed = NodeScripts.run("neo4j-favourites.mjs", task.toString());
            JsonNode favourites = Http
                    .json(printed.lines().filter(line -> line.startsWith("[")).findFirst().orElseThrow());
            assertEquals(files().size(), favourites.size(), favourites::toString);
        } finally {
            Files.delete(task);
        }
    }

    private void assertColours(String file, String... selectors) throws IOException {
        JsonNode drawn = draw(ExploreFile.read(file));
        List<String> colours = Http.JSON.convertValue(drawn.path("colours"),
                Http.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
        String style = Files.readString(ExploreFile.FOLDER.resolve("style.grass"));
        for (String selector : selectors) {
            String rule = style.substring(style.indexOf("\n" + selector + " {"));
            String colour = rule.substring(rule.indexOf("color: ") + 7, rule.indexOf(";", rule.indexOf("color: ")));
            assertTrue(colours.contains(colour), () -> selector + " " + colour + " not in " + drawn);
        }
    }

    private JsonNode draw(ExploreFile file) throws IOException {
        Path pictures = Files.createDirectories(Path.of("target", "browser"));
        Path task = Files.createTempFile("browser-task-", ".json");
        try {
            Neo4jAddress address = neo4j.address();
            Files.writeString(task, Http.JSON.createObjectNode().put("browserUrl", neo4j.browser().toString())
                    .put("boltUrl", address.uri().toString()).put("user", address.user())
                    .put("password", address.password())
                    .put("style", Files.readString(ExploreFile.FOLDER.resolve("style.grass")))
                    .put("params", file.paramCommands()).put("query", file.query())
                    .put("screenshot",
                            pictures.resolve(file.name().replace(".cypher", ".png")).toAbsolutePath().toString())
                    .toString());
            String printed = NodeScripts.run("neo4j-browser.mjs", task.toString());
            return Http.json(printed.lines().filter(line -> line.startsWith("{\"nodes\"")).findFirst().orElseThrow());
        } finally {
            Files.delete(task);
        }
    }
}
