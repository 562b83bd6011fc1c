package io.selfsame.compute.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.graph.SchemaMigrations;
import io.selfsame.testing.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an earlier version left, to which a step of digits was a name only. */
class ArrayIndexIT {

    private final Workbench bench = new Workbench();

    @Test
    void aStepOfDigitsIsReadAnewInOldEvents() {
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"items\":[{\"sku\":\"S1\"}]}");
        String audience = bench.audience("First",
                "event('Order').where(property('items.0.sku') = 'S1').count() >= 1");
        becomes(audience, Set.of("u1"));
        bench.cypher("MATCH (event:Event {space: $space}) REMOVE event.`properties.items.0.sku`", Map.of());
        bench.cypher("MATCH (:Profile)-[in:IN]->(:Definition {id: $id}) DELETE in", Map.of("id", audience));
        bench.cypher("MATCH (ledger:Ledger {space: $space}) SET ledger.columnsVersion = ledger.columnsVersion + 1",
                Map.of());
        bench.refresh();
        assertEquals(Set.of(), bench.members(audience));

        bench.cypher("MATCH (migration:SchemaMigration {name: 'V009__array_index'}) DELETE migration", Map.of());
        assertEquals(1, SchemaMigrations.apply(Workbench.GRAPH));

        becomes(audience, Set.of("u1"));
        assertEquals("S1",
                bench.cypher("MATCH (event:Event {space: $space}) RETURN event.`properties.items.0.sku` AS sku",
                        Map.of()).getFirst().get("sku").asString());
    }

    private void becomes(String audience, Set<String> members) {
        Await.until(members + " are members", () -> {
            bench.refresh();
            return bench.members(audience).equals(members);
        });
    }
}
