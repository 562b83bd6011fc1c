package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.acceptance.audience.AudienceScenario.Batch;
import io.selfsame.acceptance.audience.AudienceScenario.Defined;
import io.selfsame.acceptance.audience.AudienceScenario.Moment;
import io.selfsame.testing.Clocked;
import io.selfsame.testing.Crowd;
import io.selfsame.testing.Http;
import io.selfsame.testing.Preview;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs each file of {@code audiences/} in new spaces: once as a mere preview of what was there before any definition, once
 * with the definitions made before the first event, and refreshed as the clock goes on. {@code -Dscenario=name} picks some.
 */
class AudienceScenarioIT {

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException, URISyntaxException {
        return AudienceScenario.all().flatMap(scenario -> Stream.of(
                dynamicTest(scenario.name() + ", previewed", () -> new Run(scenario).preview()),
                dynamicTest(scenario.name() + ", kept up to date", () -> new Run(scenario).keepUpToDate())));
    }

    /** One scenario in a space of its own. */
    private static final class Run {
        private final AudienceScenario scenario;
        private final TestSpace space = TestServer.shared().newSpace();
        private final Map<String, String> writeKeys = new HashMap<>();
        private final Map<String, String> sources = new HashMap<>();
        private final Map<String, Crowd.Sent> sent = new HashMap<>();

        Run(AudienceScenario scenario) {
            this.scenario = scenario;
            space.manage("PUT", "jobs/refresh", "{\"paused\":true}").ok();
            if (!scenario.zone().getId().equals("UTC")) {
                space.manage("PATCH", "", "{\"timeZone\":\"" + scenario.zone() + "\"}").ok();
            }
            scenario.lists().forEach((key, values) -> space.manage("PUT", "lists/" + key,
                    Http.JSON.createObjectNode().set("values", Http.JSON.valueToTree(values)).toString()).ok());
            scenario.batches().forEach(batch -> addSource(batch.source()));
        }

        private void addSource(String name) {
            if (!name.isEmpty() && !sources.containsKey(name)) {
                JsonNode key = space.manage("POST", "write-keys", "{\"name\":\"" + name + "\"}").ok().body()
                        .at("/data/writeKey");
                writeKeys.put(name, key.path("secret").asText());
                sources.put(name, key.path("id").asText());
            }
        }

        void preview() {
            send();
            scenario.definitions().stream().filter(definition -> !definition.isRefused() && isReferredTo(definition))
                    .forEach(this::create);
            AudienceExpectations expectations = expectations();
            expectations.checkOracle();
            for (Defined definition : scenario.definitions()) {
                if (definition.isRefused()) {
                    refused(definition);
                } else {
                    scenario.moments().forEach(moment -> expectations.checkPreview(space, definition, moment));
                }
            }
        }

        void keepUpToDate() {
            for (Defined definition : scenario.definitions()) {
                if (definition.isRefused()) {
                    refused(definition, creation(definition));
                } else {
                    create(definition);
                }
            }
            send();
            AudienceExpectations expectations = expectations();
            for (Moment moment : scenario.moments()) {
                Clocked.SHARED.refresh(space, moment.asOf());
                expectations.checkProfiles(space, moment);
                scenario.definitions().stream().filter(definition -> !definition.isRefused())
                        .forEach(definition -> expectations.checkPreview(space, definition, moment));
            }
        }

        private boolean isReferredTo(Defined definition) {
            return scenario.definitions().stream()
                    .anyMatch(other -> other.query().contains("trait('" + definition.key()));
        }

        private AudienceExpectations expectations() {
            return new AudienceExpectations(scenario, Crowd.of(space, sent), sources);
        }

        private void send() {
            for (Batch batch : scenario.batches()) {
                if (batch.messages().isEmpty()) {
                    continue;
                }
                String key = writeKeys.getOrDefault(batch.source(), space.writeKey());
                String body = "{\"batch\":" + batch.messages() + "}";
                Reply reply = Http.send(space.url(), "POST", "/v1/batch", body, "Authorization", Http.basic(key)).ok();
                assertEquals(batch.messages().size(), reply.body().path("accepted").asInt(), reply.body()::toString);
                batch.messages().forEach(message -> sent.put(message.path("messageId").asText(),
                        new Crowd.Sent(message, sources.getOrDefault(batch.source(), ""))));
            }
        }

        private void create(Defined definition) {
            creation(definition).ok();
        }

        private Reply creation(Defined definition) {
            ObjectNode body = Http.JSON.createObjectNode().put("name", definition.key()).put("key", definition.key())
                    .put("enabled", true).put("audienceType", definition.ofAccounts() ? "ACCOUNTS" : "USERS");
            body.putObject("definition").put("query", definition.text(sources));
            body.set("options", definition.options());
            // What was sent under the same name is hidden by the definition, whichever comes first.
            body.put("replaceTrait", true);
            return space.manage("POST", definition.audience() ? "audiences" : "computed-traits", body.toString());
        }

        private void refused(Defined definition) {
            if (!definition.isRefusedWhenCreated()) {
                refused(definition, Preview.ask(space, definition.audience(), definition.ofAccounts(),
                        definition.text(sources), definition.options(), Instant.parse("2026-03-10T12:00:00Z")));
            }
        }

        private static void refused(Defined definition, Reply reply) {
            String text = definition.query() + ": " + reply.body();
            assertEquals(definition.error().path("status").asInt(400), reply.status(), text);
            assertEquals(definition.error().path("code").asText("invalid_query"), reply.code(), text);
            String message = reply.body().at("/error/message").asText();
            String expected = definition.error().path("message").asText();
            assertTrue(message.contains(expected), () -> "'" + expected + "' is not in: " + message);
        }
    }
}
