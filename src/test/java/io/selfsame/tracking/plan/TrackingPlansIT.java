package io.selfsame.tracking.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.graph.Statement;
import io.selfsame.testing.Await;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that are not as the plan of their write key says are rejected, or taken and noted. */
class TrackingPlansIT {

    private static final String RULES = """
            "rules": [{"type": "TRACK", "key": "Order Completed", "version": 1, "jsonSchema": {"type": "object",
              "properties": {"messageId": {}, "receivedAt": false,
                             "properties": {"type": "object", "required": ["total"],
                                            "properties": {"total": {"type": "number"}}}}}}]
            """;

    private final TestSpace space = TestServer.shared().newSpace();
    private final String source = space.manage("GET", "write-keys", "").ok().body().at("/data/writeKeys/0/id").asText();

    private Reply put(String modes) {
        return space.manage("PUT", "tracking-plans/" + source, "{\"name\":\"Shop\"," + modes + RULES + "}");
    }

    private static String order(String id, String total) {
        return "{\"type\":\"track\",\"userId\":\"u\",\"messageId\":\"" + id
                + "\",\"event\":\"Order Completed\",\"properties\":{"
                + "\"total\":" + total + "}}";
    }

    private static String other() {
        return "{\"type\":\"track\",\"userId\":\"u\",\"messageId\":\"o\",\"event\":\"Other\"}";
    }

    @Test
    void whatIsNotAsPlannedIsNotedAndCounted() {
        put("\"onUnplannedEvent\":\"note\",").ok();
        space.batch(
                "[" + order("m1", "1") + "," + order("m2", "\"2\"") + "," + order("m3", "\"x\"") + "," + other() + "]")
                .ok();
        assertThat(space.events("user_id:u")).hasSize(4);
        JsonNode noted = space.manage("GET", "violations?code=tracking_plan_violation", "").ok().body().path("data");
        assertThat(noted).hasSize(1);
        JsonNode first = noted.path(0);
        assertThat(first.path("field").asText()).isEqualTo("properties.total");
        assertThat(first.path("value").asText()).isEqualTo("\"2\"");
        assertThat(first.path("message").asText()).isEqualTo("Order Completed: string found, number expected");
        assertThat(first.path("count").asInt()).isEqualTo(2);
        assertThat(first.path("message_id").asText()).isEqualTo("m3");
        assertThat(
                space.manage("GET", "violations?code=unplanned_event", "").ok().body().at("/data/0/message").asText())
                .isEqualTo("The tracking plan 'Shop' has no event 'Other'");
    }

    @Test
    void whatIsBlockedIsRejectedAndListed() {
        put("\"onViolation\":\"block\",").ok();
        Reply single = space.track(order("m1", "\"1\""));
        assertThat(single.status()).isEqualTo(400);
        assertThat(single.body().at("/error/code").asText()).isEqualTo("tracking_plan_violation");
        JsonNode batch = space.batch("[" + order("m2", "\"1\"") + "," + order("m3", "3") + "," + other() + "]").ok()
                .body();
        assertThat(batch.path("accepted").asInt()).isEqualTo(2);
        assertThat(batch.at("/rejected/0/code").asText()).isEqualTo("tracking_plan_violation");
        JsonNode check = space.send("batch/check", "{\"batch\":[" + order("m4", "\"1\"") + "]}").ok().body();
        assertThat(check.path("rejected")).hasSize(1);
        JsonNode rejected = space.manage("GET", "rejected", "").ok().body().path("data");
        assertThat(rejected).hasSize(2);
        assertThat(rejected.path(0).path("message").asText())
                .isEqualTo(
                        "The tracking plan 'Shop' is broken by properties.total of Order Completed: string found, number expected");
        assertThat(space.events("user_id:u")).hasSize(2);
    }

    @Test
    void aPlanIsReadListedReplacedAndDeleted() {
        assertThat(space.manage("GET", "tracking-plans/" + source, "").status()).isEqualTo(404);
        assertThat(space.manage("PUT", "tracking-plans/src_none", "{\"name\":\"p\",\"rules\":[]}").status())
                .isEqualTo(404);
        put("\"onViolation\":\"block\",").ok();
        JsonNode plan = space.manage("GET", "tracking-plans/" + source, "").ok().body().at("/data/trackingPlan");
        assertThat(plan.path("onUnplannedEvent").asText()).isEqualTo("take");
        assertThat(plan.at("/rules/0/key").asText()).isEqualTo("Order Completed");
        JsonNode list = space.manage("GET", "tracking-plans", "").ok().body().at("/data/trackingPlans");
        assertThat(list).hasSize(1);
        assertThat(list.path(0).path("ruleCount").asInt()).isEqualTo(1);
        assertThat(space.track(order("m1", "\"1\"")).status()).isEqualTo(400);
        put("").ok();
        space.track(order("m2", "\"1\"")).ok();
        put("\"onViolation\":\"block\",").ok();
        space.manage("DELETE", "tracking-plans/" + source, "").ok();
        assertThat(space.manage("DELETE", "tracking-plans/" + source, "").status()).isEqualTo(404);
        space.track(order("m3", "\"1\"")).ok();
        put("\"onViolation\":\"block\",").ok();
        assertThat(space.track(order("m4", "\"1\"")).status()).isEqualTo(400);
    }

    @Test
    void aPlanIsForOneKeyAndGoesWithIt() {
        JsonNode key = space.manage("POST", "write-keys", "{\"name\":\"other\"}").ok().body().path("data")
                .path("writeKey");
        String id = key.path("id").asText();
        space.manage("PUT", "tracking-plans/" + id, "{\"name\":\"Other\",\"onViolation\":\"block\"," + RULES + "}")
                .ok();
        space.track(order("m1", "\"1\"")).ok();
        assertThat(space.withKey(key.path("secret").asText()).track(order("m2", "\"1\"")).status()).isEqualTo(400);
        space.manage("DELETE", "write-keys/" + id, "").ok();
        assertThat(space.manage("GET", "tracking-plans", "").ok().body().at("/data/trackingPlans")).isEmpty();
    }

    @Test
    void whatIsNoPlanIsRefused() {
        Reply reply = space.manage("PUT", "tracking-plans/" + source,
                "{\"name\":\"p\",\"rules\":[{\"type\":\"TRACK\",\"jsonSchema\":{\"$ref\":\"http://127.0.0.1:1/x\"}}]}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().at("/error/message").asText()).contains("rules[0].jsonSchema: $ref",
                "leads out of the schema");
    }

    /** Such a plan could be stored once. */
    @Test
    void aPlanThatCannotBeAppliedCostsItsEventsAlone() {
        String lost = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$dynamicRef\":\"#nowhere\"}";
        String plan = "{\"name\":\"Shop\",\"onViolation\":\"block\",\"rules\":[{\"type\":\"TRACK\",\"key\":\"Order Completed\","
                + "\"jsonSchema\":%s}]}";
        Reply refused = space.manage("PUT", "tracking-plans/" + source, plan.formatted(lost));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/message").asText())
                .contains("rules[0].jsonSchema: $dynamicRef \"#nowhere\" leads nowhere in the schema");
        space.manage("PUT", "tracking-plans/" + source, plan.formatted("{}")).ok();
        Workbench.GRAPH.write(new Statement("test", "MATCH (plan:TrackingPlan {space: $space}) SET plan.json = $json,"
                + " plan.version = plan.version + 1"), Map.of("space", space.id(), "json", plan.formatted(lost)));
        Await.until("the plan is read again", () -> space.track(order("m1", "1")).status() == 400);
        String batch = "[" + order("m2", "1") + "," + other() + "]";
        for (JsonNode answer : List.of(space.send("batch/check", "{\"batch\":" + batch + "}").ok().body(),
                space.batch(batch).ok().body())) {
            assertThat(answer.path("rejected")).hasSize(1);
            assertThat(answer.at("/rejected/0/message").asText()).isEqualTo(
                    "The tracking plan 'Shop' is broken by Order Completed: the plan could not be applied to it");
        }
        assertThat(space.events("user_id:u").toString()).contains("Other");
    }
}
