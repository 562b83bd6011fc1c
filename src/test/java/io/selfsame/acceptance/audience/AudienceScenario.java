package io.selfsame.acceptance.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.query.Query;
import io.selfsame.query.parse.QueryParser;
import io.selfsame.testing.Http;
import io.selfsame.testing.QueryOracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A file of {@code audiences/}. {@code why} says what is at stake; {@code events} (or {@code batches} of them, each with the
 * {@code source} that sends it) are messages; {@code definitions} ask, each in the options given, or of everybody; {@code
 * at} says what each is at an instant: by external ID what is true or which value there is. Who is not named is no member,
 * or has the value of somebody of whom nothing is known. A definition with an {@code error} is refused
 * with that text, as 400 invalid_query if nothing else is said; {@code "when": "created"} only then, not as a preview.
 *
 * @param zone of the space: {@code "timeZone"}, or UTC
 * @param lists the stored lists of the space: {@code "lists": {"key": [values]}}
 * @param moments in order of time
 */
record AudienceScenario(String name, ZoneId zone, Map<String, List<Object>> lists, List<Batch> batches,
        List<Defined> definitions,
        List<Moment> moments) {

    private static final Set<String> KEYS = Set.of("why", "timeZone", "lists", "events", "batches", "definitions",
            "at");
    private static final List<String> KNOWN_PEOPLE = List.of("user_id", "email", "android.idfa", "ios.idfa");

    /** Messages that are sent together, by a write key of that name. */
    record Batch(String source, List<ObjectNode> messages) {}

    /** A definition as it is sent. In its query the name of a source stands in braces. */
    record Defined(String key, boolean audience, boolean ofAccounts, String query, JsonNode options, JsonNode error) {

        Query parsed(Map<String, String> sources) {
            return audience
                    ? QueryParser.membership(text(sources), ofAccounts)
                    : QueryParser.computation(text(sources));
        }

        /** The query, with the IDs of sources for their names. */
        String text(Map<String, String> sources) {
            String text = query;
            for (Map.Entry<String, String> source : sources.entrySet()) {
                text = text.replace("{" + source.getKey() + "}", source.getValue());
            }
            return text;
        }

        QueryOracle.Definition forOracle(Map<String, String> sources) {
            return new QueryOracle.Definition(key, ofAccounts, parsed(sources), needs(options));
        }

        boolean isRefused() {
            return error.isObject();
        }

        boolean isRefusedWhenCreated() {
            return error.path("when").asText().equals("created");
        }
    }

    /** What holds at an instant: by key of a definition, by external ID. */
    record Moment(Instant asOf, Map<String, Map<String, JsonNode>> expected) {}

    /** The types of external IDs that options ask for; empty if they ask for none. */
    static Set<String> needs(JsonNode options) {
        Set<String> types = new HashSet<>();
        if (options.has("filterByExternalIds")) {
            options.path("filterByExternalIds").forEach(type -> types.add(type.asText()));
        } else {
            types.addAll(KNOWN_PEOPLE);
        }
        if (!types.isEmpty() && options.path("includeAnonymous").asBoolean()) {
            types.add("anonymous_id");
        }
        return types;
    }

    /** Every file, in alphabetical order; {@code -Dscenario=name} picks some. */
    static Stream<AudienceScenario> all() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(AudienceScenario.class.getResource("/audiences")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> file.getFileName().toString().contains(System.getProperty("scenario", "")))
                    .sorted().toList().stream().map(AudienceScenario::read);
        }
    }

    private static AudienceScenario read(Path file) {
        try {
            JsonNode json = Http.JSON.readTree(file.toFile());
            json.fieldNames().forEachRemaining(key -> require(KEYS.contains(key), file + ": unknown key " + key));
            require(json.path("why").isTextual(), file + " says why");
            List<Moment> moments = new ArrayList<>();
            json.path("at").forEach(moment -> moments.add(moment(moment)));
            for (int i = 1; i < moments.size(); i++) {
                require(moments.get(i - 1).asOf().isBefore(moments.get(i).asOf()), file + ": time goes on");
            }
            List<Defined> definitions = new ArrayList<>();
            json.path("definitions").forEach(definition -> definitions.add(defined(definition)));
            for (Moment moment : moments) {
                Set<String> expected = new HashSet<>(moment.expected().keySet());
                definitions.forEach(definition -> expected.remove(definition.key()));
                require(expected.isEmpty(), file + ": no definition of " + expected);
            }
            return new AudienceScenario(file.getFileName().toString().replace(".json", ""),
                    ZoneId.of(json.path("timeZone").asText("UTC")), lists(json.path("lists")), batches(json),
                    definitions,
                    moments);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static Map<String, List<Object>> lists(JsonNode json) {
        Map<String, List<Object>> lists = new HashMap<>();
        json.properties().forEach(list -> lists.put(list.getKey(), values(list.getValue())));
        return lists;
    }

    /** The texts and numbers of an array. */
    static List<Object> values(JsonNode array) {
        List<Object> values = new ArrayList<>();
        array.forEach(value -> values.add(value.isTextual()
                ? value.textValue()
                : value.canConvertToExactIntegral() ? (Object) value.longValue() : value.doubleValue()));
        return values;
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new AssertionError(text);
        }
    }

    private static List<Batch> batches(JsonNode json) {
        List<Batch> batches = new ArrayList<>();
        int number = 0;
        for (JsonNode batch : json.has("batches") ? json.path("batches") : List.of(json)) {
            List<ObjectNode> messages = new ArrayList<>();
            for (JsonNode event : batch.path("events")) {
                ObjectNode message = event.deepCopy();
                messages.add(message.put("messageId", "m" + number++));
            }
            batches.add(new Batch(batch.path("source").asText(), messages));
        }
        return batches;
    }

    private static Defined defined(JsonNode json) {
        JsonNode options = json.has("options")
                ? json.path("options")
                : Http.json("{\"filterByExternalIds\":[]}");
        String kind = json.path("kind").asText();
        require(Set.of("audience", "computed_trait").contains(kind), json + " is of no kind");
        return new Defined(json.path("key").asText(), kind.equals("audience"),
                json.path("audienceType").asText().equals("ACCOUNTS"), json.path("query").asText(), options,
                json.path("error"));
    }

    private static Moment moment(JsonNode json) {
        Map<String, Map<String, JsonNode>> expected = new LinkedHashMap<>();
        json.path("expect").properties().forEach(definition -> {
            Map<String, JsonNode> values = new TreeMap<>();
            definition.getValue().properties().forEach(value -> values.put(value.getKey(), value.getValue()));
            expected.put(definition.getKey(), values);
        });
        return new Moment(OffsetDateTime.parse(json.path("asOf").asText()).toInstant(), expected);
    }
}
