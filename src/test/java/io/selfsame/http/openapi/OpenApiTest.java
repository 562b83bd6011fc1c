package io.selfsame.http.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.http.Endpoints.Route;
import io.selfsame.server.AllRoutes;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The document is whole, and says what the routes are and nothing else. */
class OpenApiTest {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final List<Route> routes = AllRoutes.list();
    private final JsonNode document = OpenApi.document(routes);

    private void operations(BiConsumer<String, JsonNode> check) {
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(
                method -> check.accept(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        method.getValue())));
    }

    @Test
    void itHasEveryRouteAndNothingElse() {
        Set<String> described = new TreeSet<>();
        operations((name, operation) -> described.add(name));
        assertEquals(routes.stream().map(Route::toString).collect(Collectors.toCollection(TreeSet::new)), described);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        int[] references = {0};
        walk(document, node -> {
            String reference = node.path("$ref").asText("");
            if (!reference.isEmpty()) {
                references[0]++;
                assertTrue(reference.startsWith("#/"), reference);
                assertFalse(document.at(reference.substring(1)).isMissingNode(), reference);
            }
        });
        assertTrue(references[0] > 100);
    }

    @Test
    void everyComponentIsUsed() {
        Set<String> used = new HashSet<>();
        walk(document, node -> used.add(node.path("$ref").asText("")));
        for (String kind : List.of("schemas", "responses", "parameters")) {
            document.at("/components/" + kind).fieldNames().forEachRemaining(
                    name -> assertTrue(used.contains("#/components/" + kind + "/" + name), name));
        }
    }

    private static void walk(JsonNode node, Consumer<JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(node);
        }
        node.forEach(child -> walk(child, visitor));
    }

    @Test
    void everyParameterOfAPathIsDescribedOnce() {
        operations((name, operation) -> {
            List<String> wanted = PARAMETER.matcher(name).results().map(found -> found.group(1)).sorted().toList();
            List<String> described = StreamSupport.stream(operation.path("parameters").spliterator(), false)
                    .map(each -> each.has("$ref") ? document.at(each.path("$ref").asText().substring(1)) : each)
                    .filter(each -> each.path("in").asText().equals("path"))
                    .peek(each -> assertTrue(each.path("required").asBoolean(), name))
                    .map(each -> each.path("name").asText()).sorted().toList();
            assertEquals(wanted, described, name);
        });
    }

    @Test
    void everyOperationHasAGoodNameOfItsOwnAndAKnownTag() {
        Set<String> tags = new HashSet<>();
        document.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        Set<String> usedTags = new HashSet<>();
        Set<String> names = new HashSet<>();
        operations((name, operation) -> {
            String id = operation.path("operationId").asText();
            assertTrue(id.matches("[a-z][a-zA-Z]+"), id);
            assertTrue(names.add(id.toLowerCase(Locale.ROOT)), id);
            usedTags.add(operation.at("/tags/0").asText());
            assertTrue(operation.path("summary").asText().matches("[A-Z][^\\n]*[^.]"), name);
        });
        assertEquals(tags, usedTags);
    }

    @Test
    void whoMayCallIsSaid() {
        Set<String> schemes = new HashSet<>();
        document.at("/components/securitySchemes").fieldNames().forEachRemaining(schemes::add);
        Set<String> used = new HashSet<>();
        operations((name, operation) -> {
            assertTrue(operation.path("security").isArray(), name);
            operation.path("security").forEach(each -> each.fieldNames().forEachRemaining(used::add));
            assertEquals(operation.path("x-access").asText().equals("OPEN"), operation.path("security").isEmpty(),
                    name);
        });
        assertEquals(schemes, used);
    }

    @Test
    void everyAnswerIsDescribedAndErrorsHaveOneShape() {
        operations((name, operation) -> operation.path("responses").properties().forEach(response -> {
            JsonNode answer = response.getValue().has("$ref")
                    ? document.at(response.getValue().path("$ref").asText().substring(1))
                    : response.getValue();
            assertFalse(answer.path("description").asText().isEmpty(), name);
            if (Integer.parseInt(response.getKey()) >= 400) {
                assertEquals("#/components/schemas/ErrorAnswer",
                        answer.at("/content/application~1json/schema/$ref").asText(), name);
            }
        }));
    }
}
