package io.selfsame.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.embedded.EmbeddedNeo4j;
import io.selfsame.graph.Graph;
import io.selfsame.server.Server;
import io.selfsame.server.Settings;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/**
 * A store of its own that is broken by hand in every way that the doctor knows, and mended by the statements of operating.md. Each test
 * leaves it sound.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorIT {

    private static final String TOKEN = "doctor-admin-token-0123456789abcdef";

    /** So that three people already fill several pages. */
    private static final int PAGE = 3;

    private EmbeddedNeo4j neo4j;
    private Driver driver;
    private Graph graph;

    private String ada;
    private String adasLaptop;
    private String bo;

    /** Two spaces; Ada has three profiles and Bo one, whom she shares a laptop with. */
    @BeforeAll
    void fill(@TempDir Path data) {
        neo4j = EmbeddedNeo4j.start(data, 0, 0);
        driver = GraphDatabase.driver(neo4j.address().uri(), AuthTokens.basic("neo4j", neo4j.address().password()));
        graph = new Graph(neo4j.address());
        try (var server = Server.start(Settings.from(Map.of("SELFSAME_HTTP_PORT", "0", "SELFSAME_DATA",
                data.toString(), "SELFSAME_ADMIN_TOKEN", TOKEN)), neo4j.address())) {
            for (String id : List.of("shop", "empty")) {
                var made = Http.send(TestServer.urlOf(server), "POST", "/v1/spaces",
                        "{\"id\":\"" + id + "\",\"name\":\"" + id + "\"}", "Authorization", Http.bearer(TOKEN)).ok()
                        .body().at("/data/space");
                if (id.equals("shop")) {
                    var space = new TestSpace(TestServer.urlOf(server), id, made.path("writeKey").asText(),
                            made.path("accessToken").asText(), TOKEN);
                    for (String device : List.of("phone", "laptop", "tablet")) {
                        space.track("{\"anonymousId\":\"" + device + "\",\"event\":\"E\"}").ok();
                    }
                    ada = space.segmentIdOf("anonymous_id:phone").orElseThrow();
                    adasLaptop = space.segmentIdOf("anonymous_id:laptop").orElseThrow();
                    for (String device : List.of("tablet", "laptop", "phone")) {
                        space.track("{\"userId\":\"ada\",\"anonymousId\":\"" + device + "\",\"event\":\"E\"}").ok();
                    }
                    space.track("{\"userId\":\"bo\",\"anonymousId\":\"laptop\",\"event\":\"E\"}").ok();
                    bo = space.segmentIdOf("user_id:bo").orElseThrow();
                }
            }
        }
    }

    @AfterAll
    void close() {
        graph.close();
        driver.close();
        neo4j.close();
    }

    @Test
    void a_sound_store_passes() {
        List<String> lines = examine();
        assertTrue(lines.stream().allMatch(line -> line.startsWith("ok ")), lines::toString);
        assertTrue(lines.contains("ok     external IDs: 5"), lines::toString);
        assertTrue(lines.contains("ok     profiles: 4"), lines::toString);
        assertTrue(lines.contains("ok     events: 7"), lines::toString);
    }

    @Test
    void two_owners_of_an_id() {
        query("MATCH (x:ExternalId {key: 'shop/user_id:bo'}), (p:Profile {segmentId: '" + ada + "'})"
                + " CREATE (x)-[:IDENTIFIES {seq: 99}]->(p)");
        assertFinds(Problem.ID_OF_SEVERAL_PROFILES, "shop/user_id:bo → " + ada + " → " + bo);
    }

    @Test
    void an_id_of_nobody() {
        query("CREATE (:ExternalId {key: 'shop/email:x', space: 'shop', type: 'email', value: 'x'})");
        assertFinds(Problem.ID_OF_NO_PROFILE, "shop/email:x");
    }

    @Test
    void an_id_without_a_key() {
        query("CREATE (:ExternalId {space: 'shop', type: 'email', value: 'lost'})");
        List<String> lines = wrong(examine());
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.getFirst().contains("external IDs: 1 of ")
                && lines.getFirst().contains(" could not be looked at, as they have no key"), lines::toString);
        query("MATCH (id:ExternalId {value: 'lost'}) WHERE id.key IS NULL DELETE id");
        assertEquals(List.of(), wrong(examine()));
    }

    @Test
    void an_id_of_another_space() {
        query("MATCH (p:Profile {segmentId: '" + bo + "'}) CREATE (:ExternalId {key: 'empty/email:x', space: 'empty'})"
                + "-[:IDENTIFIES {seq: 1}]->(p)");
        assertFinds(Problem.ID_OF_ANOTHER_SPACE, "empty/email:x → " + bo);
    }

    /** Which only is possible without the constraint: it is missing, and until there is another index nothing can be looked at. */
    @Test
    void two_nodes_for_an_id() {
        query("DROP CONSTRAINT external_id_key");
        query("CREATE (:ExternalId {key: 'shop/user_id:bo', space: 'shop', type: 'user_id', value: 'bo'})");
        String make = "CREATE CONSTRAINT external_id_key IF NOT EXISTS FOR (n:ExternalId) REQUIRE n.key IS UNIQUE";
        List<String> lines = wrong(examine());
        assertTrue(lines.get(0).startsWith("WRONG  schema: the constraint external_id_key is missing — make it again: "
                + make + " (Neo4j refuses"), lines::toString);
        assertTrue(
                lines.get(1)
                        .startsWith("WRONG  external IDs: cannot be looked at without an index on ExternalId (key)"),
                lines::toString);
        query("CREATE INDEX meanwhile FOR (n:ExternalId) ON (n.key)");
        query("CALL db.awaitIndexes(60)");
        lines = wrong(examine());
        assertEquals("WRONG  external IDs: 1 of 6 " + Problem.ID_STORED_TWICE.sentence() + ": shop/user_id:bo — "
                + Problem.ID_STORED_TWICE.remedy(), lines.get(1));
        repair(Problem.ID_STORED_TWICE, "shop/user_id:bo");
        query("DROP INDEX meanwhile");
        query(make);
        assertEquals(List.of(), wrong(examine()));
        assertEquals(List.of(bo), query("MATCH (:ExternalId {key: 'shop/user_id:bo'})-->(p:Profile)"
                + " RETURN p.segmentId"));
    }

    @Test
    void several_parents() {
        query("MATCH (c:Profile {segmentId: '" + adasLaptop + "'})-[m:MERGED_INTO]->(p) CREATE (c)-[:MERGED_INTO"
                + " {seq: 99}]->(p)");
        assertFinds(Problem.SEVERAL_PARENTS, adasLaptop + " → " + ada + " → " + ada);
    }

    /** The root of all is merged into one below it. */
    @Test
    void a_circle_of_merges() {
        String root = query("MATCH (p:Profile {space: 'shop'}) WHERE p:Parent AND NOT p:Child RETURN p.segmentId")
                .getFirst();
        assertEquals(ada, root);
        query("MATCH (p:Profile {segmentId: '" + root + "'}), (c:Profile {segmentId: '" + adasLaptop + "'})"
                + " CREATE (p)-[:MERGED_INTO {seq: 99}]->(c)");
        List<String> lines = wrong(examine());
        assertEquals("WRONG  profiles: 1 of 4 " + Problem.CIRCLE_OF_MERGES.sentence() + ": " + ada + " → " + adasLaptop
                + " → " + ada + " — " + Problem.CIRCLE_OF_MERGES.remedy(), lines.get(0));
        // The root has a parent and no label that says so.
        assertTrue(lines.get(1).contains(Problem.WRONG_LABEL.sentence() + ": " + ada), lines::toString);
        repair(Problem.CIRCLE_OF_MERGES, ada);
        assertEquals(List.of(), wrong(examine()));
    }

    @Test
    void a_profile_that_is_merged_into_itself() {
        query("MATCH (p:Profile {segmentId: '" + bo
                + "'}) SET p:Child:Parent CREATE (p)-[:MERGED_INTO {seq: 99}]->(p)");
        assertEquals("WRONG  profiles: 1 of 4 " + Problem.CIRCLE_OF_MERGES.sentence() + ": " + bo + " → " + bo + " — "
                + Problem.CIRCLE_OF_MERGES.remedy(), wrong(examine()).getFirst());
        repair(Problem.CIRCLE_OF_MERGES, bo);
        repair(Problem.WRONG_LABEL, bo);
        assertEquals(List.of(), wrong(examine()));
    }

    @Test
    void a_parent_that_is_younger() {
        query("MATCH (p:Profile {segmentId: '" + ada + "'}), (c:Profile {segmentId: '" + bo + "'})"
                + " CREATE (p)-[:MERGED_INTO {seq: 99}]->(c)");
        assertTrue(wrong(examine()).getFirst().contains(Problem.YOUNGER_PARENT.sentence() + ": " + ada + " → " + bo));
        repair(Problem.YOUNGER_PARENT, ada);
        assertEquals(List.of(), wrong(examine()));
    }

    @Test
    void a_merge_across_spaces() {
        query("CREATE (:Profile:Parent {segmentId: 'use_old', space: 'empty', seq: 0})");
        query("MATCH (p:Profile {segmentId: 'use_old'}), (c:Profile {segmentId: '" + bo + "'})"
                + " SET c:Child CREATE (c)-[:MERGED_INTO {seq: 99}]->(p) CREATE (c)-[:CANONICAL]->(p)");
        assertTrue(wrong(examine()).getFirst().contains(Problem.MERGED_ACROSS_SPACES.sentence() + ": " + bo + " — "));
        repair(Problem.MERGED_ACROSS_SPACES, bo);
        for (String profile : List.of("use_old", bo)) {
            repair(Problem.WRONG_LABEL, profile);
        }
        query("MATCH (p:Profile {segmentId: 'use_old'}) DELETE p");
        assertEquals(List.of(), wrong(examine()));
    }

    @Test
    void a_canonical_that_leads_elsewhere() {
        query("MATCH (c:Profile {segmentId: '" + adasLaptop + "'})-[k:CANONICAL]->(), (b:Profile {segmentId: '" + bo
                + "'}) DELETE k CREATE (c)-[:CANONICAL]->(b)");
        assertFinds(Problem.WRONG_CANONICAL, adasLaptop + " → " + ada);
    }

    @Test
    void a_canonical_that_is_missing_double_or_too_much() {
        query("MATCH (c:Profile {segmentId: '" + adasLaptop + "'})-[k:CANONICAL]->() DELETE k");
        assertFinds(Problem.WRONG_CANONICAL, adasLaptop + " → " + ada);
        query("MATCH (c:Profile {segmentId: '" + adasLaptop + "'})-[:CANONICAL]->(p) CREATE (c)-[:CANONICAL]->(p)");
        assertFinds(Problem.WRONG_CANONICAL, adasLaptop + " → " + ada);
        query("MATCH (b:Profile {segmentId: '" + bo + "'}), (p:Profile {segmentId: '" + ada + "'})"
                + " CREATE (b)-[:CANONICAL]->(p)");
        assertFinds(Problem.WRONG_CANONICAL, bo);
    }

    @Test
    void labels_that_do_not_fit() {
        query("MATCH (c:Profile {segmentId: '" + adasLaptop + "'}) REMOVE c:Child");
        assertFinds(Problem.WRONG_LABEL, adasLaptop);
        query("MATCH (p:Profile {segmentId: '" + ada + "'}) REMOVE p:Parent");
        assertFinds(Problem.WRONG_LABEL, ada);
    }

    @Test
    void an_event_that_names_another_owner() {
        query("MATCH (e:Event {space: 'shop'})-[:OF]->(p:Profile {segmentId: '" + bo + "'})"
                + " SET e.owner = '" + ada + "', e.messageId = 'a/b'");
        assertFinds(Problem.WRONG_OWNER, "shop/a/b");
        query("MATCH (e:Event {messageId: 'a/b'})-[o:OF]->() DELETE o");
        assertFinds(Problem.WRONG_OWNER, "shop/a/b");
        query("MATCH (e:Event {messageId: 'a/b'}), (p:Profile {segmentId: '" + ada + "'}) CREATE (e)-[:OF]->(p)");
        assertFinds(Problem.WRONG_OWNER, "shop/a/b");
    }

    @Test
    void a_ledger_that_is_behind_or_missing() {
        query("MATCH (l:Ledger {space: 'shop'}) SET l.seq = 2");
        assertFinds(Problem.LEDGER_BEHIND, "shop");
        query("MATCH (l:Ledger {space: 'empty'}) DELETE l");
        assertFinds(Problem.LEDGER_BEHIND, "empty");
        assertEquals(List.of("1"), query("MATCH (l:Ledger {space: 'empty'}) RETURN l.rulesVersion"));
    }

    @Test
    void a_dropped_index_is_named_with_the_statement_that_makes_it() {
        query("DROP INDEX event_name");
        String make = "CREATE INDEX event_name IF NOT EXISTS FOR (n:Event) ON (n.space, n.name, n.timestamp)";
        assertEquals(List.of("WRONG  schema: the index event_name is missing — make it again: " + make),
                wrong(examine()));
        query("CREATE INDEX event_name IF NOT EXISTS FOR (n:Event) ON (n.space, n.name)");
        query("CALL db.awaitIndexes(60)");
        assertEquals(List.of("WRONG  schema: the index event_name is on something else than it should be — drop it, and"
                + " make it again: " + make), wrong(examine()));
        query("DROP INDEX event_name");
        query(make);
        query("CALL db.awaitIndexes(60)");
        assertEquals(List.of(), wrong(examine()));
    }

    @Test
    void a_missing_migration() {
        query("MATCH (m:SchemaMigration {name: 'V011__lists'}) SET m.name = 'V911__new'");
        List<String> lines = wrong(examine());
        assertTrue(lines.get(0).contains("this version does not know: V911__new"), lines::toString);
        assertTrue(lines.get(1).contains("migrations are missing: V011__lists — run selfsame migrate"),
                lines::toString);
        query("MATCH (m:SchemaMigration {name: 'V911__new'}) SET m.name = 'V011__lists'");
        assertEquals(List.of(), wrong(examine()));
    }

    @Test
    void a_clock_that_was_set_back() {
        query("CREATE (:Instance {id: 'dead', aliveUntil: datetime() + duration('P1D')})");
        assertTrue(wrong(examine()).getFirst().startsWith("WRONG  clock: "));
        query("MATCH (i:Instance {id: 'dead'}) DELETE i");
    }

    /** Ten are named, however many there are, and on whichever page. */
    @Test
    void of_many_ten_are_named() {
        query("UNWIND range(10, 40) AS i CREATE (:ExternalId {key: 'shop/email:n' + i, space: 'shop'})");
        String line = wrong(examine()).getFirst();
        assertTrue(line.startsWith("WRONG  external IDs: 31 of 36 " + Problem.ID_OF_NO_PROFILE.sentence()
                + ": shop/email:n10, shop/email:n11, "), line);
        assertTrue(line.contains("shop/email:n19, … — "), line);
        query("MATCH (x:ExternalId) WHERE x.key STARTS WITH 'shop/email:n' DELETE x");
    }

    @Test
    void every_problem_has_a_statement_in_the_document() {
        for (Problem problem : Problem.values()) {
            assertTrue(!repairOf(problem).isBlank(), problem.name());
        }
    }

    /** The one finding, and after the repair that the document gives none. */
    private void assertFinds(Problem problem, String named) {
        List<String> lines = wrong(examine());
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.getFirst().endsWith(" " + problem.sentence() + ": " + named + " — " + problem.remedy()),
                lines::toString);
        repair(problem, named.replaceFirst(" → .*", ""));
        assertEquals(List.of(), wrong(examine()));
    }

    private void repair(Problem problem, String id) {
        driver.executableQuery(repairOf(problem)).withParameters(Map.of("id", id)).execute();
    }

    /** From the block whose first line names the problem. */
    private static String repairOf(Problem problem) {
        try {
            String document = Files.readString(Path.of("src/docs/operating.md"));
            return Pattern.compile("```cypher\\n// ([A-Z_, ]+)\\n(.*?)```", Pattern.DOTALL).matcher(document).results()
                    .filter(block -> List.of(block.group(1).split(", ")).contains(problem.name()))
                    .map((MatchResult block) -> block.group(2)).findFirst().orElse("");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> examine() {
        var out = new StringWriter();
        new Doctor(graph, new Report(new PrintWriter(out), new PrintWriter(Writer.nullWriter())), PAGE).examine();
        return out.toString().lines().toList();
    }

    private static List<String> wrong(List<String> lines) {
        return new ArrayList<>(lines.stream().filter(line -> !line.startsWith("ok ")).toList());
    }

    /** The first column. */
    private List<String> query(String cypher) {
        return driver.executableQuery(cypher).execute().records().stream().map(row -> row.get(0).asObject().toString())
                .toList();
    }
}
