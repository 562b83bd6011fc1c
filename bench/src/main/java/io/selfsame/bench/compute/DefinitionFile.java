package io.selfsame.bench.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.selfsame.bench.http.JsonApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An audience or a computed trait, as it stands in a YAML file. */
record DefinitionFile(boolean audience, String key, String name, String query, JsonNode options) {
    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * All of a folder, by the names of the files.
     *
     * @throws IOException
     *             when there are none, or one is not what it should be
     */
    static List<DefinitionFile> readAll(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IOException("no definitions in " + folder);
        }
        List<DefinitionFile> definitions = new ArrayList<>();
        for (Path file : files) {
            definitions.add(read(file));
        }
        return definitions;
    }

    private static DefinitionFile read(Path file) throws IOException {
        JsonNode yaml = YAML.readTree(file.toFile());
        String kind = yaml.path("kind").asText();
        if (!kind.equals("Audience") && !kind.equals("ComputedTrait")) {
            throw new IOException(file + ": kind is Audience or ComputedTrait");
        }
        for (String field : List.of("key", "name", "query")) {
            if (!yaml.path(field).isTextual()) {
                throw new IOException(file + ": " + field + " is missing");
            }
        }
        return new DefinitionFile(kind.equals("Audience"), yaml.path("key").asText(), yaml.path("name").asText(),
                yaml.path("query").asText(), yaml.path("options"));
    }

    /** Where definitions of this kind are managed. */
    String path(String space) {
        return "/v1/spaces/" + space + (audience ? "/audiences" : "/computed-traits");
    }

    /** What creates it. */
    ObjectNode creation() {
        return question().put("name", name).put("key", key).put("enabled", true);
    }

    /** What asks for it without keeping it. */
    ObjectNode question() {
        ObjectNode body = JsonApi.object();
        if (audience) {
            body.put("audienceType", "USERS");
        }
        body.putObject("definition").put("query", query);
        if (options.isObject()) {
            body.set("options", options);
        }
        return body;
    }
}
