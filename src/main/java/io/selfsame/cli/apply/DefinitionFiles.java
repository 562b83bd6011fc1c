package io.selfsame.cli.apply;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import io.selfsame.json.Factories;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads definitions, destinations and sources from YAML and JSON files, one or several documents each. Collects what is wrong with them. */
final class DefinitionFiles {

    private static final Set<String> FIELDS = Set.of("kind", "key", "name", "description", "enabled", "audienceType",
            "query", "options", "replaceTrait");

    private static final JsonMapper JSON = JsonMapper.builder(Factories.closed(JsonFactory.builder()))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final YAMLMapper YAML = YAMLMapper.builder(Factories.closed(YAMLFactory.builder()))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Pattern QUERY = Pattern.compile("^[\\s{,-]*[\"']?query[\"']?\\s*:");

    /** A query without quotes around it, up to what YAML takes for a comment. */
    private static final Pattern CUT = Pattern.compile("^[\\s-]*query\\s*:\\s+(?<before>[^\\s|>\"'].*?)\\s#.*");

    private static final String BLOCK = "write \"query: |\" and the query on the next line, indented";

    private final Map<FileDefinition.FileKey, FileDefinition> wanted = new LinkedHashMap<>();
    private final Map<List<Object>, FileDestination> managed = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> environment;

    private DefinitionFiles(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What stands in some files. */
    record WantedFiles(List<FileDefinition> definitions, List<FileDestination> managed) {

        /** Those of one sort. */
        List<FileDestination> managed(Managed sort) {
            return managed.stream().filter(each -> each.managed() == sort).toList();
        }
    }

    /**
     * Reads files, and all {@code .yaml}, {@code .yml} and {@code .json} files of folders and their folders.
     *
     * @param environment where secrets are
     * @throws CliException with every problem of every file, one a line
     */
    static WantedFiles read(List<Path> places, Map<String, String> environment) throws IOException {
        var files = new DefinitionFiles(environment);
        for (Path place : places) {
            for (Path file : files(place)) {
                files.read(file);
            }
        }
        if (!files.problems.isEmpty()) {
            throw new CliException(String.join(System.lineSeparator(), files.problems));
        }
        return new WantedFiles(List.copyOf(files.wanted.values()), List.copyOf(files.managed.values()));
    }

    private static List<Path> files(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return List.of(place);
        }
        if (!Files.isDirectory(place)) {
            throw new CliException("There is no file or folder " + place + ".");
        }
        try (Stream<Path> all = Files.walk(place)) {
            List<Path> files = all.filter(Files::isRegularFile).filter(file -> {
                String name = file.toString().toLowerCase(Locale.ROOT);
                return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
            }).sorted().toList();
            if (files.isEmpty()) {
                throw new CliException("There is no .yaml, .yml or .json file in " + place + ".");
            }
            return files;
        }
    }

    private void read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            problems.add(file + ": not UTF-8; save it in that encoding");
            return;
        }
        requireWholeQueries(file, text.lines().toList());
        ObjectMapper mapper = file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : YAML;
        try (JsonParser parser = mapper.getFactory().createParser(text);
                JsonParser ahead = mapper.getFactory().createParser(text)) {
            requireNoAlias(ahead);
            boolean empty = true;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                empty = false;
                // An array of documents is as good as one after another.
                if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY && token != JsonToken.VALUE_NULL) {
                    String place = file + ", line " + parser.currentTokenLocation().getLineNr();
                    document(mapper.readTree(parser), place);
                }
            }
            if (empty) {
                // An export that has failed leaves such a file, and must not be read as a wish to have no definitions.
                problems.add(file + ": there is no definition in it; delete the file, or write [] if that is meant");
            }
        } catch (JsonProcessingException e) {
            problems.add(file + ", " + unreadable(e, text.lines().toList()));
        }
    }

    /** The parser would take an alias for the name of its anchor. */
    private static void requireNoAlias(JsonParser parser) throws IOException {
        while (parser.nextToken() != null) {
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                throw new JsonParseException(parser, "aliases like *" + parser.getText()
                        + " are not understood; write out what they stand for", parser.currentTokenLocation());
            }
        }
    }

    /** The place in the file, and what stands there. */
    private static String unreadable(JsonProcessingException e, List<String> lines) {
        if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
            int line = yaml.getProblemMark().getLine();
            boolean inQuery = lines.stream().skip(Math.max(0, line - 1)).limit(2)
                    .anyMatch(each -> QUERY.matcher(each).find());
            return "line " + (line + 1) + ": " + yaml.getProblem() + (inQuery ? "; " + BLOCK : "");
        }
        return "line " + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": " + CliJson.reason(e);
    }

    /** A sign that begins a comment within a text of a query would cut the query off. */
    private void requireWholeQueries(Path file, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher cut = CUT.matcher(lines.get(i));
            if (cut.matches() && Stream.of("'", "\"").anyMatch(quote -> isOpen(cut.group("before"), quote))) {
                problems.add(file + ", line " + (i + 1) + ": what follows # is a comment in YAML; " + BLOCK);
            }
        }
    }

    private static boolean isOpen(String text, String quote) {
        return (text.length() - text.replace(quote, "").length()) % 2 == 1;
    }

    private void document(JsonNode document, String place) {
        var reading = new DocumentReading(document, place);
        if (!document.isObject()) {
            reading.problem("not a definition, which has kind, key, name and query");
            return;
        }
        Optional<Managed> sort = Managed.of(document.path("kind").asText());
        if (sort.isPresent()) {
            DestinationDocument.read(sort.get(), document, place, environment, problems).ifPresent(this::add);
            return;
        }
        document.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                reading.problem("unknown field '" + field + "'; there are kind, key, name, description, enabled, "
                        + "audienceType, query, options and replaceTrait");
            }
        });
        String kind = reading.text("kind", "");
        String key = reading.text("key", "");
        String level = reading.text("audienceType", "USERS").toUpperCase(Locale.ROOT);
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("name", TextNode.valueOf(reading.text("name", "")));
        fields.put("description", TextNode.valueOf(reading.text("description", " ").strip()));
        fields.put("enabled", document.hasNonNull("enabled") ? document.get("enabled") : BooleanNode.TRUE);
        fields.put("query", TextNode.valueOf(reading.text("query", "")));
        fields.put("options", document.hasNonNull("options")
                ? document.get("options")
                : CliJson.MAPPER.createObjectNode());
        if (!fields.get("enabled").isBoolean()) {
            reading.problem("enabled is true or false");
        }
        if (!fields.get("options").isObject()) {
            reading.problem("options is a group of settings, like filterByExternalIds");
        }
        if (!level.equals("USERS") && !level.equals("ACCOUNTS")) {
            reading.problem("audienceType is USERS or ACCOUNTS");
        }
        JsonNode replaceTrait = document.path("replaceTrait");
        if (document.hasNonNull("replaceTrait") && !replaceTrait.isBoolean()) {
            reading.problem("replaceTrait is true or false");
        }
        for (FileDefinition.FileKind known : FileDefinition.FileKind.values()) {
            if (known.text().equals(kind) && reading.fine) {
                add(new FileDefinition(new FileDefinition.FileKey(known, level, key), fields,
                        replaceTrait.asBoolean(false), place));
                return;
            }
        }
        if (reading.fine) {
            reading.problem("kind is Audience, ComputedTrait, Destination or Source");
        }
    }

    private void add(FileDestination destination) {
        FileDestination same = managed.putIfAbsent(List.of(destination.managed(), destination.name()), destination);
        if (same != null) {
            problems.add(destination.place() + ": the name '" + destination.name() + "' stands also at "
                    + same.place());
        }
    }

    private void add(FileDefinition definition) {
        for (FileDefinition.FileKind kind : FileDefinition.FileKind.values()) {
            var same = wanted
                    .get(new FileDefinition.FileKey(kind, definition.identity().level(), definition.identity().key()));
            if (same != null) {
                problems.add(definition.place() + ": the key '" + definition.identity().key() + "' stands also at "
                        + same.place());
                return;
            }
        }
        wanted.put(definition.identity(), definition);
    }

    /** One document being read. */
    private final class DocumentReading {
        private final JsonNode document;
        private final String place;
        private boolean fine = true;

        DocumentReading(JsonNode document, String place) {
            this.document = document;
            this.place = place;
        }

        void problem(String text) {
            fine = false;
            problems.add(place + ": " + text);
        }

        /** A text field; one without a standard must be there. */
        String text(String field, String standard) {
            JsonNode value = document.path(field);
            if (value.isMissingNode() || value.isNull()) {
                if (standard.isEmpty()) {
                    problem(field + " is missing");
                }
                return standard;
            }
            if (!value.isTextual()) {
                problem(field + " is no text; put it in quotes");
                return "";
            }
            if (value.textValue().isBlank() && standard.isEmpty()) {
                problem(field + " is empty");
            }
            return value.textValue().strip();
        }
    }
}
