package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.query.QueryException;
import io.selfsame.testing.Crowd;
import io.selfsame.testing.Oracle;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The query oracle is held to the same scenarios as the service, and the parser to the mistakes among them. */
class AudienceScenarioTest {

    private static final Oracle.Rules RULES = new Oracle.Rules(
            Map.of("user_id", new Oracle.Rule(1, "ever", 1), "email", new Oracle.Rule(5, "ever", 2)), 100, 1000);

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException, URISyntaxException {
        return AudienceScenario.all().map(scenario -> dynamicTest(scenario.name(), () -> run(scenario)));
    }

    private static void run(AudienceScenario scenario) {
        for (AudienceScenario.Defined definition : scenario.definitions()) {
            if (definition.isRefused() && !definition.isRefusedWhenCreated()) {
                String message = assertThrows(QueryException.class, () -> definition.parsed(Map.of()),
                        definition::query).getMessage();
                String expected = definition.error().path("message").asText();
                assertTrue(message.contains(expected), () -> "'" + expected + "' is not in: " + message);
            } else {
                definition.parsed(Map.of());
            }
        }
        List<Crowd.Sent> sent = new ArrayList<>();
        for (AudienceScenario.Batch batch : scenario.batches()) {
            // Here the name of a source is its ID.
            batch.messages().forEach(message -> sent.add(new Crowd.Sent(message, "{" + batch.source() + "}")));
        }
        // The identity oracle reads no device IDs.
        if (sent.stream().map(Crowd.Sent::message).map(JsonNode::toString).noneMatch(m -> m.contains("\"device\""))) {
            new AudienceExpectations(scenario, Crowd.of(new Oracle(RULES), sent), Map.of()).checkOracle();
        }
    }
}
