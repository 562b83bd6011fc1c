package io.selfsame.query.cypher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;

/**
 * A space, what people did in it, and what compiled queries say of them. Events and traits are sent over HTTP; what the
 * service derives of them later (columns, stored results) is written here. People are called by their user ID, or by
 * {@code anon:} and their device.
 */
final class Facts implements AutoCloseable {

    private static final String DEVICE = "anon:";
    static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    final TestSpace space = TestServer.shared().newSpace();
    private final Driver driver;
    private final ArrayNode messages = Http.JSON.createArrayNode();
    private final List<Map<String, Object>> columns = new ArrayList<>();
    private final Map<String, String> users = new TreeMap<>();

    Facts() {
        Neo4jAddress address = TestServer.shared().neo4j();
        driver = GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()));
    }

    static Instant ago(long days) {
        return NOW.minusSeconds(days * 86_400);
    }

    /** {@code fields} is column name, value, column name, value. */
    Facts did(String user, String event, Instant at, Object... fields) {
        ObjectNode message = message("track", user, at).put("event", event);
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            // As Column has it.
            values.put((String) fields[i],
                    fields[i + 1] instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1L << 53
                            ? (Object) d.longValue()
                            : fields[i + 1]);
        }
        columns.add(Map.of("messageId", message.path("messageId").asText(), "columns", values));
        return this;
    }

    Facts hasTrait(String user, Instant at, String name, Object value) {
        message("identify", user, at).putObject("traits").putPOJO(name, value);
        return this;
    }

    /** Makes one person of a user and a device; whichever was seen first is the root. */
    Facts merge(String user, String device) {
        message("identify", user, NOW.minusSeconds(1)).put("anonymousId", device.substring(DEVICE.length()));
        return this;
    }

    Facts belongs(String user, String group) {
        message("group", user, ago(90)).put("groupId", group).putObject("traits");
        return this;
    }

    Facts accountTrait(String user, String group, String name, Object value) {
        message("group", user, ago(80)).put("groupId", group).putObject("traits").putPOJO(name, value);
        return this;
    }

    /** A message to be filled in. */
    ObjectNode message(String type, String user, Instant at) {
        ObjectNode message = messages.addObject().put("type", type).put("messageId", "m" + messages.size())
                .put("timestamp", at.toString());
        return user.startsWith(DEVICE)
                ? message.put("anonymousId", user.substring(DEVICE.length()))
                : message.put("userId", user);
    }

    /** Sends all that was noted. Once only. */
    Facts commit() {
        var reply = space.batch(messages.toString()).ok();
        if (reply.body().path("accepted").asInt() != messages.size()) {
            throw new AssertionError(reply.body().toString());
        }
        run("""
                UNWIND $rows AS row
                MATCH (event:Event {space: $space, messageId: row.messageId})
                SET event += row.columns""", Map.of("rows", columns, "space", space.id()));
        readUsers();
        return this;
    }

    List<Record> run(String cypher, Map<String, Object> parameters) {
        try (var session = driver.session()) {
            return session.run(cypher, parameters).list();
        }
    }

    Target people() {
        return Target.people(space.id(), NOW);
    }

    Target accounts() {
        return Target.accounts(space.id(), NOW);
    }

    /** What a statement answers: by user or group ID the value, for members {@code true}. */
    Map<String, Object> answer(Compiled compiled) {
        Map<String, Object> answer = new TreeMap<>();
        for (Record row : run(compiled.text(), compiled.parameters())) {
            Object value = row.containsKey("value") ? row.get("value").asObject() : Boolean.TRUE;
            String id = row.containsKey("groupId")
                    ? row.get("groupId").asString()
                    : users.get(row.get("segmentId").asString());
            if (answer.put(id, value) != null) {
                throw new AssertionError("two rows of " + id + " in " + compiled.text());
            }
        }
        return answer;
    }

    /** The canonical segment IDs of all people of the space. */
    List<String> roots() {
        return List.copyOf(users.keySet());
    }

    private void readUsers() {
        run("""
                MATCH (id:ExternalId)-[:IDENTIFIES]->(profile:Profile)
                WHERE id.space = $space
                OPTIONAL MATCH (profile)-[:CANONICAL]->(root)
                RETURN coalesce(root, profile).segmentId,
                       CASE id.type WHEN 'user_id' THEN '' ELSE 'anon:' END + id.value
                ORDER BY id.type, profile.seq""", Map.of("space", space.id()))
                .forEach(row -> users.put(row.get(0).asString(), row.get(1).asString()));
    }

    @Override
    public void close() {
        driver.close();
    }
}
