package io.selfsame.compute.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.RulesStore;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.driver.Record;

/** A space that is refreshed only when a test says so, and its graph without the service in between. */
public final class Workbench {

    public static final Graph GRAPH = new Graph(TestServer.shared().neo4j());
    public static final EventColumns COLUMNS = new EventColumns(GRAPH);
    public static final RulesStore RULES = new RulesStore(GRAPH);
    public static final EvaluationMemory MEMORY = new EvaluationMemory();
    static final Refresh REFRESH = new Refresh(GRAPH, MEMORY, COLUMNS, RULES);

    public final TestSpace space = TestServer.shared().newSpace();
    public final SpaceId id = new SpaceId(space.id());

    public Workbench() {
        space.manage("PUT", "jobs/refresh", "{\"paused\":true}").ok();
    }

    /** An instant of the past, as exact as the service keeps it. */
    public static Instant ago(Duration time) {
        return Instant.now().minus(time).truncatedTo(ChronoUnit.MILLIS);
    }

    public static ObjectNode body(String name, String query) {
        ObjectNode body = Http.JSON.createObjectNode().put("name", name);
        body.putObject("definition").put("query", query);
        return body;
    }

    /** Of whoever has any external ID. */
    public static ObjectNode anybody(ObjectNode body) {
        body.putObject("options").putArray("filterByExternalIds");
        return body;
    }

    public static ObjectNode ofAccounts(ObjectNode body) {
        return body.put("audienceType", "ACCOUNTS");
    }

    /** Makes an audience; its id. */
    public String audience(ObjectNode body) {
        return space.manage("POST", "audiences", body.toString()).ok().body().at("/data/audience/id").asText();
    }

    public String audience(String name, String query) {
        return audience(body(name, query));
    }

    /** Makes a computed trait; its id. */
    public String trait(ObjectNode body) {
        return space.manage("POST", "computed-traits", body.toString()).ok().body().at("/data/computedTrait/id")
                .asText();
    }

    public String trait(String name, String query) {
        return trait(body(name, query));
    }

    public JsonNode audience(String audience) {
        return get("audiences/" + audience).ok().body().at("/data/audience");
    }

    public JsonNode trait(String trait) {
        return get("computed-traits/" + trait).ok().body().at("/data/computedTrait");
    }

    public Reply get(String path) {
        return space.manage("GET", path, "");
    }

    /** What a refresh says it has done. */
    public String refresh() {
        return refresh(Instant.now());
    }

    public String refresh(Instant now) {
        return REFRESH.refresh(id, now);
    }

    public void track(String who, String event, Instant at, String properties) {
        space.track(message(who, "\"event\":\"" + event + "\",\"timestamp\":\"" + at + "\",\"messageId\":\""
                + who + "-" + event + "-" + at + "\",\"properties\":" + properties)).ok();
    }

    public void track(String who, String event) {
        track(who, event, ago(Duration.ofMinutes(1)), "{}");
    }

    public void identify(String who, String traits) {
        space.identify(message(who, "\"traits\":" + traits)).ok();
    }

    public void group(String who, String account) {
        space.send("group", message(who, "\"groupId\":\"" + account + "\"")).ok();
    }

    /** @param who a {@code userId}, or {@code anon:…} */
    private static String message(String who, String rest) {
        return who.startsWith("anon:")
                ? "{\"anonymousId\":\"" + who.substring(5) + "\"," + rest + "}"
                : "{\"userId\":\"" + who + "\"," + rest + "}";
    }

    /** The first external ID of each member of an audience. */
    public Set<String> members(String audience) {
        Set<String> members = new TreeSet<>();
        get("audiences/" + audience + "/members?limit=1000").ok().body().path("data")
                .forEach(member -> members.add(member.at("/external_ids/0/id").asText()));
        return members;
    }

    /** Past the service. The parameter {@code $space} is there always. */
    public List<Record> cypher(String text, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("space", space.id());
        List<Record> rows = GRAPH.write(new Statement("test", text), all);
        // A refresh sees what was changed by hand when another service, or the same one after a restart, takes over.
        REFRESH.forget(id);
        return rows;
    }

    /** An audience that acme is in, and idle is not. */
    public String accountsThatBuy() {
        group("u1", "acme");
        group("u2", "idle");
        track("u1", "Order");
        String audience = audience(ofAccounts(body("Buyers", "ANY(event('Order').count() >= 1)")));
        refresh();
        return audience;
    }
}
