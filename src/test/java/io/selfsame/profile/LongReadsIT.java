package io.selfsame.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.Statement;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.summary.Plan;

/** Somebody with very many events and traits: every page is right, and nobody else is made to wait. */
@Slow
class LongReadsIT {

    private static final int EVENTS = 20_000;
    private static final int TRAITS = 1_500;
    private static final Instant BEGINNING = Instant.parse("2025-01-01T00:00:00Z");
    private static final String WHALE = "user_id:whale/";

    private static final Graph GRAPH = new Graph(TestServer.shared().neo4j());
    private static final TestSpace SPACE = TestServer.shared().newSpace();
    private static final List<Stored> STORED = new ArrayList<>();

    /** An event as it was made; ties in time are many. */
    private record Stored(String messageId, String name, Instant timestamp, long seq) {}

    private static final Comparator<Stored> OLDEST_FIRST = Comparator.comparing(Stored::timestamp)
            .thenComparingLong(Stored::seq);

    @BeforeAll
    static void fill() {
        List<String> owners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SPACE.identify("{\"anonymousId\":\"a" + i + "\"}").ok();
            owners.add(SPACE.segmentIdOf("anonymous_id:a" + i).orElseThrow());
        }
        for (int i = 0; i < 4; i++) {
            SPACE.identify("{\"anonymousId\":\"a" + i + "\",\"userId\":\"whale\"}").ok();
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            // Late ones come among the others, and 60 of each instant.
            long seconds = (i * 7919L) % EVENTS / 60;
            String name = i % 10 == 0 ? "Page Viewed" : "Event " + i % 13;
            var stored = new Stored("m" + i, name, BEGINNING.plusSeconds(seconds), 1_000_000L + i);
            STORED.add(stored);
            Map<String, Object> properties = new HashMap<>();
            properties.put("space", SPACE.id());
            properties.put("messageId", stored.messageId());
            properties.put("seq", stored.seq());
            properties.put("owner", owners.get(i % 5 == 0 ? i / 5 % 4 : 0));
            properties.put("type", i % 10 == 0 ? "page" : "track");
            properties.put("name", name);
            properties.put("timestamp", stored.timestamp().atZone(ZoneOffset.UTC));
            properties.put("sourceId", "src");
            properties.put("outcome", "attached");
            properties.put("externalIds", List.of("user_id:whale"));
            properties.put("rulesVersion", 1);
            properties.put("body", "{}");
            rows.add(Map.of("profile", properties.get("owner"), "properties", properties));
        }
        var write = Statement.of("tracking/writeEvents");
        for (int i = 0; i < EVENTS; i += 2_000) {
            GRAPH.write(write, Map.of("events", rows.subList(i, i + 2_000)));
        }
        for (int i = 0; i < TRAITS; i += 250) {
            var traits = Http.JSON.createObjectNode();
            var some = traits.put("userId", "whale").putObject("traits");
            IntStream.range(i, i + 250).forEach(n -> some.put("trait" + n, n));
            SPACE.identify(traits.toString()).ok();
            SPACE.send("group", traits.put("groupId", "many").toString()).ok();
        }
        SPACE.identify("{\"anonymousId\":\"a3\",\"traits\":{\"trait7\":\"later\",\"trait8\":null}}").ok();
    }

    /** Forty profiles of one person have a long value of the same name: more than is read at once. */
    @Test
    void aLongTraitThatManyProfilesHaveIsTheLatestOfThem() {
        TestSpace space = TestServer.shared().newSpace();
        for (int i = 0; i < 40; i++) {
            space.identify(
                    "{\"context\":{\"externalIds\":[" + id("t" + i, "x") + "]},\"traits\":{\"first\":1,\"long\":[\""
                            + "x".repeat(30_000) + i + "\"],\"other\":2}}")
                    .ok();
        }
        for (int i = 0; i < 40; i++) {
            space.identify("{\"context\":{\"externalIds\":[" + id("t" + i, "x") + "," + id("card", "c") + "]}}").ok();
        }
        String path = "collections/users/profiles/t0:x/traits?limit=1";
        List<String> read = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = space.get(path + next).ok().body();
            page.path("traits").properties().forEach(trait -> read.add(trait.getKey() + "="
                    + trait.getValue().toString().replace("x", "")));
            next = page.at("/cursor/has_more").asBoolean() ? "&next=" + page.at("/cursor/next").asText() : "";
        } while (!next.isEmpty());
        assertEquals(List.of("first=1", "long=[\"39\"]", "other=2"), read);
    }

    private static String id(String type, String value) {
        return "{\"type\":\"" + type + "\",\"id\":\"" + value
                + "\",\"collection\":\"users\",\"encoding\":\"none\"}";
    }

    /** A page ends where its entries are long, and leads on. */
    @Test
    void aLedgerOfLongEntriesIsReadToItsEnd() {
        TestSpace space = TestServer.shared().newSpace();
        for (int i = 0; i < 60; i++) {
            String from = "\"x" + i + "-";
            space.identify("{\"userId\":\"u1\",\"messageId\":\"m" + i + "\",\"context\":{\"externalIds\":["
                    + IntStream.range(0, 99)
                            .mapToObj(n -> "{\"type\":\"t\",\"id\":" + from + n + "y".repeat(200)
                                    + "\",\"collection\":\"users\",\"encoding\":\"none\"}")
                            .collect(Collectors.joining(","))
                    + "]}}").ok();
        }
        for (String path : List.of("collections/users/profiles/user_id:u1/decisions?limit=1000",
                "decisions?limit=1000", "decisions?limit=1000&outcome=attached,refused")) {
            List<String> read = new ArrayList<>();
            String next = "";
            int pages = 0;
            do {
                JsonNode page = (path.startsWith("decisions")
                        ? space.manage("GET", path + (next.isEmpty() ? "" : "&next=" + next), "")
                        : space.get(path + (next.isEmpty() ? "" : "&next=" + next))).ok().body();
                page.path("data").forEach(entry -> read.add(entry.path("message_id").asText()));
                next = page.at("/cursor/next").asText();
                pages++;
            } while (!next.isEmpty());
            int first = path.endsWith("refused") ? 1 : 0;
            assertEquals(IntStream.range(first, 60).mapToObj(i -> "m" + i).toList(), read, path);
            assertTrue(pages > 1, path);
        }
    }

    @AfterAll
    static void close() {
        GRAPH.close();
    }

    private static List<JsonNode> pages(String path) {
        List<JsonNode> all = new ArrayList<>();
        String next = "";
        do {
            Reply reply = SPACE.profile(path + (path.contains("?") ? "&" : "?") + "limit=100" + next).ok();
            reply.body().path("data").forEach(all::add);
            next = reply.body().at("/cursor/has_more").asBoolean()
                    ? "&next=" + reply.body().at("/cursor/next").asText()
                    : "";
        } while (!next.isEmpty());
        return all;
    }

    private static void assertEvents(String query, Comparator<Stored> order, Predicate<Stored> wanted) {
        List<String> expected = STORED.stream().filter(wanted).sorted(order).map(Stored::messageId).toList();
        assertEquals(expected, pages(WHALE + "events" + query).stream().map(e -> e.path("message_id").asText())
                .toList());
    }

    @Test
    void allEventsNewestFirst() {
        assertEvents("", OLDEST_FIRST.reversed(), e -> true);
    }

    @Test
    void allEventsOldestFirst() {
        assertEvents("?sort=asc", OLDEST_FIRST, e -> true);
    }

    @Test
    void someNames() {
        assertEvents("?include=Event%203,zzz,Event%204", OLDEST_FIRST.reversed(),
                e -> e.name().equals("Event 3") || e.name().equals("Event 4"));
        assertEvents("?include=zzz", OLDEST_FIRST, e -> false);
    }

    @Test
    void allButSomeNamesInASpanOfTime() {
        Instant from = BEGINNING.plusSeconds(30);
        Instant to = BEGINNING.plusSeconds(90);
        assertEvents("?sort=asc&exclude=Event%203,Page%20Viewed&start=" + from + "&end=" + to, OLDEST_FIRST,
                e -> !e.name().equals("Event 3") && !e.name().equals("Page Viewed") && !e.timestamp().isBefore(from)
                        && !e.timestamp().isAfter(to));
    }

    @Test
    void oneType() {
        assertEvents("?type=page", OLDEST_FIRST.reversed(), e -> e.name().equals("Page Viewed"));
    }

    @Test
    void theWholeLedgerOfThePerson() {
        List<JsonNode> entries = pages(WHALE + "decisions");
        assertEquals(STORED.stream().map(Stored::messageId).toList(), entries.stream()
                .filter(e -> e.path("seq").asLong() >= 1_000_000).map(e -> e.path("message_id").asText()).toList());
    }

    @Test
    void allTraitsOfSomebodyWhoHasMany() {
        Map<String, JsonNode> traits = traits("collections/users/profiles/user_id:whale/traits");
        assertEquals(TRAITS - 1, traits.size());
        assertEquals("later", traits.get("trait7").asText());
        assertFalse(traits.containsKey("trait8"));
        assertEquals(1_499, traits.get("trait1499").asInt());
        Map<String, JsonNode> looked = new HashMap<>();
        SPACE.lookup("{\"ids\":[\"user_id:whale\",\"user_id:nobody\"]}").ok().body().at("/data/0/traits").properties()
                .forEach(trait -> looked.put(trait.getKey(), trait.getValue()));
        assertEquals(traits, looked);
        assertEquals("{\"trait3\":3}", SPACE.profile(WHALE + "traits?include=trait3,zzz").ok().body().path("traits")
                .toString());
    }

    @Test
    void allTraitsOfAnAccountThatHasMany() {
        assertEquals(TRAITS, traits("collections/accounts/profiles/group_id:many/traits").size());
    }

    private static Map<String, JsonNode> traits(String path) {
        Map<String, JsonNode> all = new HashMap<>();
        String next = "";
        do {
            Reply reply = SPACE.get(path + "?limit=200" + next).ok();
            reply.body().path("traits").properties().forEach(trait -> all.put(trait.getKey(), trait.getValue()));
            next = reply.body().at("/cursor/has_more").asBoolean()
                    ? "&next=" + Http.encode(reply.body().at("/cursor/next").asText())
                    : "";
        } while (!next.isEmpty());
        return all;
    }

    @Test
    void aLookupWhoseAnswerIsTooLargeSaysWhatToDo() {
        TestSpace space = TestServer.shared().newSpace();
        String text = "x".repeat(30_000);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ids.add("\"user_id:u" + i + "\"");
        }
        for (int i = 0; i < 300; i += 10) {
            var batch = Http.JSON.createArrayNode();
            IntStream.range(i, i + 10).forEach(n -> batch.addObject().put("type", "identify").put("userId", "u" + n)
                    .putObject("traits").put("long", text).put("short", 1));
            space.batch(batch.toString()).ok();
        }
        Reply reply = space.lookup("{\"ids\":" + ids + "}");
        assertEquals(413, reply.status(), () -> reply.body().toString());
        assertEquals(300,
                space.lookup("{\"include\":[\"short\"],\"ids\":" + ids + "}").ok().body().path("data").size());
    }

    @Test
    void aLookupReadsOnlySoManyTraitsOfPeopleWhoHaveMany() {
        List<String> names = new ArrayList<>();
        var call = Http.JSON.createObjectNode().put("userId", "whale");
        var ids = call.putObject("context").putArray("externalIds");
        for (int i = 0; i < 30; i++) {
            ids.addObject().put("type", "card" + i / 3).put("id", "c" + i).put("collection", "users")
                    .put("encoding", "none");
            names.add("\"card" + i / 3 + ":c" + i + "\"");
        }
        SPACE.identify(call.toString()).ok();
        Reply all = SPACE.lookup("{\"ids\":" + names + "}");
        assertEquals(413, all.status(), () -> all.body().toString());
        assertTrue(all.body().toString().contains("50000 traits"), () -> all.body().toString());
        Reply some = SPACE.lookup("{\"include\":[\"trait3\",\"zzz\"],\"ids\":" + names + "}").ok();
        assertEquals(30, some.body().path("data").size());
        some.body().path("data").forEach(one -> assertEquals("{\"trait3\":3}", one.path("traits").toString()));
    }

    @Test
    void manyAtOnceAreAnsweredOrToldToComeAgainAndNeighboursGoOn() throws Exception {
        TestSpace neighbour = TestServer.shared().newSpace();
        Set<Integer> statuses = new TreeSet<>();
        List<String> paths = List.of("events?include=zzz", "events?type=identify", "metadata", "decisions", "traits",
                "");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> all = IntStream.range(0, 150)
                    .mapToObj(i -> paths.get(i % paths.size())).map(path -> threads.submit(() -> path.isEmpty()
                            ? SPACE.lookup("{\"ids\":[\"user_id:whale\",\"anonymous_id:a1\"]}")
                            : SPACE.profile(WHALE + path)))
                    .toList();
            for (int i = 0; i < 10; i++) {
                neighbour.track("{\"userId\":\"n\",\"event\":\"Seen\"}").ok();
                neighbour.profile("user_id:n/events").ok();
            }
            for (Future<Reply> one : all) {
                Reply reply = one.get();
                statuses.add(reply.status());
                if (reply.status() != 200) {
                    assertTrue(reply.headers().firstValue("Retry-After").isPresent());
                }
            }
        }
        assertTrue(Set.of(200, 429, 503).containsAll(statuses), statuses::toString);
        assertTrue(statuses.contains(200), statuses::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamsNewestFirst", "streamsOldestFirst", "eventNames"})
    void areReadFromTheIndexInItsOrder(String statement) {
        Map<String, Object> parameters = new HashMap<>();
        for (String name : List.of("streams", "places", "types", "start", "end", "at", "seq", "limit")) {
            parameters.put(name, null);
        }
        Neo4jAddress address = TestServer.shared().neo4j();
        List<String> operators = new ArrayList<>();
        try (var driver = GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()));
                var session = driver.session()) {
            collect(session.run("EXPLAIN " + Statement.of("profile/" + statement).text(), parameters).consume().plan(),
                    operators);
        }
        assertTrue(operators.stream().anyMatch(each -> each.contains("Seek") && each.contains(
                "Event(owner, name, timestamp)")), operators::toString);
        assertTrue(operators.stream().noneMatch(each -> each.startsWith("Expand")), operators::toString);
        // Over all of a stream neither is sorted: Top above the streams sorts the first few of each.
        assertTrue(operators.stream().anyMatch(each -> each.startsWith("PartialTop") || each.startsWith("Limit")),
                operators::toString);
    }

    private static void collect(Plan plan, List<String> operators) {
        operators.add(plan.operatorType() + " " + plan.arguments().get("Details"));
        plan.children().forEach(child -> collect(child, operators));
    }
}
