package io.selfsame.compute.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Http;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Record;

/** Definitions as Cypher for people, which finds what the service finds. */
class DefinitionCypherIT {

    private final Workbench bench = new Workbench();

    /** As people paste it into Neo4j Browser: parameters are lines before the statement. */
    private List<Record> asInBrowser(JsonNode data) {
        String[] parts = data.path("browser").asText().split("\n\n", 2);
        Map<String, Object> parameters = new HashMap<>();
        for (String line : parts[0].split("\n")) {
            String[] parameter = line.replaceFirst("^:param ", "").replaceFirst(";$", "").split(" => ", 2);
            parameters.put(parameter[0], bench.cypher("RETURN " + parameter[1] + " AS value", Map.of()).getFirst()
                    .get("value").asObject());
        }
        return bench.cypher(parts[1].replaceFirst(";\\s*$", ""), parameters);
    }

    /** With the parameters that stand beside it, where instants and spans are text. */
    private List<Record> asAnswered(JsonNode data) {
        Map<String, Object> parameters = new HashMap<>();
        data.path("parameters").properties().forEach(parameter -> {
            Object value = Http.JSON.convertValue(parameter.getValue(), Object.class);
            parameters.put(parameter.getKey(), typed(value));
        });
        return bench.cypher(data.path("cypher").asText(), parameters);
    }

    private static Object typed(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(DefinitionCypherIT::typed).toList();
            case String text when text.matches("PT.*") -> Duration.parse(text);
            case String text when text.matches("\\d{4}-\\d\\d-\\d\\dT.*Z") -> ZonedDateTime.parse(text);
            default -> value;
        };
    }

    private JsonNode cypher(String path, boolean exact) {
        JsonNode data = bench.get(path + "/cypher").ok().body().path("data");
        assertEquals(exact, data.path("exact").asBoolean(), data::toString);
        assertEquals(exact ? 0 : 1, data.path("gaps").size(), data::toString);
        return data;
    }

    @ParameterizedTest
    @ValueSource(strings = {"event('Order').count() >= 1", "event('Order').where(property('total') > 15).count() >= 1",
            "event('Order').within(2 hours).count() >= 1 AND trait('plan') = 'pro'",
            "trait('plan').one_of('2026-01-31T12:00:00Z', '2026-02-01T12:00:00Z') OR trait('plan') = 'pro'",
            "event('Order').sum(property('total')) > 25 OR NOT trait('plan').exists()",
            "trait('paying') AND event('Order').where(property('name') = 'it\\'s; \"odd\"').count() = 0"})
    void theCypherOfAnAudienceFindsItsMembers(String query) {
        bench.identify("u1", "{\"plan\":\"pro\"}");
        bench.identify("u2", "{\"plan\":\"free\"}");
        bench.identify("u3", "{\"plan\":\"pro\"}");
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":20}");
        bench.track("u2", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":30}");
        bench.track("u3", "Order", Workbench.ago(Duration.ofHours(5)),
                "{\"total\":10,\"name\":\"it's; \\\"odd\\\"\"}");
        bench.track("anon:a1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":40}");
        bench.audience("Paying", "trait('plan') = 'pro'");
        String audience = bench.audience("Some", query);
        bench.refresh();
        Set<String> members = new TreeSet<>();
        bench.get("audiences/" + audience + "/members").ok().body().path("data")
                .forEach(member -> members.add(member.path("id").asText()));
        assertFalse(members.isEmpty(), query);
        assertTrue(members.size() < 4, query);
        // Times may have rare forms, and sums many digits.
        boolean exact = !query.contains("2026") && !query.contains("sum");
        JsonNode data = cypher("audiences/" + audience, exact);
        assertTrue(data.path("cypher").asText().startsWith("//"), data::toString);
        assertEquals(List.copyOf(members), ids(asInBrowser(data), "segmentId"));
        assertEquals(List.copyOf(members), ids(asAnswered(data), "segmentId"));
    }

    private static List<String> ids(List<Record> rows, String name) {
        return rows.stream().map(row -> row.get(name).asString()).toList();
    }

    @Test
    void theCypherOfAnAudienceOfAccountsFindsThem() {
        String audience = bench.accountsThatBuy();
        assertEquals(List.of("acme"), ids(asInBrowser(cypher("audiences/" + audience, true)), "groupId"));
    }

    @Test
    void theCypherOfAComputedTraitHasItsValues() {
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":20}");
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(2)), "{\"total\":0.5}");
        bench.track("u2", "Order", Workbench.ago(Duration.ofHours(9)), "{\"total\":7}");
        String trait = bench.trait("Spent", "event('Order').within(1 days).sum(property('total'))");
        bench.refresh();
        Map<String, Double> values = new HashMap<>();
        for (Record row : asAnswered(cypher("computed-traits/" + trait, false))) {
            values.put(row.get("segmentId").asString(), row.get("value").asDouble());
        }
        assertEquals(Map.of(bench.space.segmentIdOf("user_id:u1").orElseThrow(), 20.5,
                bench.space.segmentIdOf("user_id:u2").orElseThrow(), 7.0), values);
        assertEquals(values.size(), asInBrowser(cypher("computed-traits/" + trait, false)).size());
        for (String user : List.of("u1", "u2")) {
            assertEquals(values.get(bench.space.segmentIdOf("user_id:" + user).orElseThrow()),
                    bench.space.profile("user_id:" + user, "traits").ok().body().at("/traits/spent").asDouble());
        }
    }
}
