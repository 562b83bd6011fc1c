package io.selfsame.http.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.selfsame.json.ApiSchema;
import io.selfsame.server.AllRoutes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the service answers and what the document says of it are the same: names, order, types, and what may be absent or null. */
class RecordSchemasTest {

    private static final JsonNode DOCUMENT = OpenApi.document(AllRoutes.list());

    /** Clients send these too, and may leave out what is always in an answer. */
    private static final Set<String> SENT = sent();

    static Stream<Class<?>> records() {
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.selfsame").stream().filter(type -> type.isAnnotatedWith(ApiSchema.class))
                .map(type -> type.reflect());
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordIsWhatItsSchemaSays(Class<?> type) {
        assertTrue(type.isRecord());
        String name = name(type);
        JsonNode schema = DOCUMENT.at("/components/schemas/" + name);
        assertTrue(schema.isObject(), "There is no schema " + name);
        Map<String, RecordComponent> fields = fields(type);
        Properties properties = properties(schema);
        if (properties.all().keySet().equals(Set.of("data")) && !fields.keySet().equals(Set.of("data"))) {
            properties = properties(properties.all().get("data"));
        }
        assertEquals(List.copyOf(properties.all().keySet()), List.copyOf(fields.keySet()));
        for (var field : fields.entrySet()) {
            String place = name + "." + field.getKey();
            RecordComponent component = field.getValue();
            JsonNode described = properties.all().get(field.getKey());
            boolean optional = component.getType() == Optional.class;
            boolean required = properties.required().contains(field.getKey());
            assertTrue(optional ? !required : required || SENT.contains(name),
                    place + " is " + (required ? "" : "not ") + "required, and its type is " + component.getType());
            assertEquals(component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    types(described).remove("null"),
                    place + " may be null");
            check(place, optional ? argument(component.getGenericType(), 0) : component.getGenericType(), described);
        }
    }

    private static void check(String place, Type type, JsonNode schema) {
        List<String> types = types(resolved(schema));
        types.remove("null");
        if (type instanceof Class<?> record && record.isRecord()) {
            assertEquals(schemaOf(schema), Optional.of(name(record)), place + " is a " + record);
        } else if (type == String.class) {
            assertEquals(List.of("string"), types, place);
        } else if (type == Instant.class) {
            assertEquals("date-time", schema.path("format").asText(), place);
        } else if (type == boolean.class || type == Boolean.class) {
            assertEquals(List.of("boolean"), types, place);
        } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            assertEquals(List.of("integer"), types, place);
            assertEquals(type == long.class || type == Long.class ? "int64" : "", schema.path("format").asText(),
                    place);
        } else if (type == double.class || type == Double.class) {
            assertEquals(List.of("number"), types, place);
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            assertEquals(List.of("array"), types, place);
            check(place + "[]", argument(type, 0), schema.path("items"));
        } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            assertEquals(List.of("object"), types, place);
        } else {
            assertTrue(JsonNode.class.isAssignableFrom((Class<?>) type), place + " is a " + type);
        }
    }

    /** The schema that another one refers to, alone or as something that may be null. */
    private static Optional<String> schemaOf(JsonNode schema) {
        JsonNode reference = schema.has("anyOf") ? schema.at("/anyOf/0/$ref") : schema.path("$ref");
        return Optional.of(reference.asText("").replace("#/components/schemas/", "")).filter(name -> !name.isEmpty());
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? DOCUMENT.at(schema.path("$ref").asText().substring(1)) : schema;
    }

    private static List<String> types(JsonNode schema) {
        JsonNode own = schema.path("type");
        List<String> types = new ArrayList<>();
        if (own.isTextual()) {
            types.add(own.asText());
        }
        own.forEach(each -> types.add(each.asText()));
        schema.path("anyOf").forEach(each -> types.addAll(types(resolved(each))));
        return types;
    }

    private record Properties(Map<String, JsonNode> all, Set<String> required) {}

    private static Properties properties(JsonNode schema) {
        JsonNode described = resolved(schema);
        var found = new Properties(new LinkedHashMap<>(), new HashSet<>());
        described.path("allOf").forEach(part -> {
            Properties some = properties(part);
            found.all().putAll(some.all());
            found.required().addAll(some.required());
        });
        described.path("properties").properties().forEach(each -> found.all().put(each.getKey(), each.getValue()));
        described.path("required").forEach(each -> found.required().add(each.asText()));
        return found;
    }

    private static Map<String, RecordComponent> fields(Class<?> type) {
        boolean snake = type.isAnnotationPresent(JsonNaming.class);
        Map<String, RecordComponent> fields = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                fields.putAll(fields(component.getType()));
            } else if (named != null) {
                fields.put(named.value(), component);
            } else {
                fields.put(snake ? new SnakeCaseStrategy().translate(component.getName()) : component.getName(),
                        component);
            }
        }
        return fields;
    }

    private static String name(Class<?> record) {
        ApiSchema schema = record.getAnnotation(ApiSchema.class);
        assertTrue(schema != null, record + " is written, and says nothing of its schema");
        return schema.value().isEmpty() ? record.getSimpleName() : schema.value();
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static Set<String> sent() {
        Set<String> names = new HashSet<>();
        DOCUMENT.path("paths")
                .forEach(path -> path.forEach(operation -> collect(operation.path("requestBody"), names)));
        return names;
    }

    private static void collect(JsonNode node, Set<String> names) {
        String reference = node.path("$ref").asText("");
        if (!reference.isEmpty() && names.add(reference.replace("#/components/schemas/", ""))) {
            collect(DOCUMENT.at(reference.substring(1)), names);
        }
        StreamSupport.stream(node.spliterator(), false).forEach(child -> collect(child, names));
    }
}
