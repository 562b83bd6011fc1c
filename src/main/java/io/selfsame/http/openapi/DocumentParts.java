package io.selfsame.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.selfsame.json.Factories;
import io.selfsame.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The parts of the document that no route says: the files in {@code openapi/}. */
final class DocumentParts {

    /** A file each. */
    private static final List<String> SCHEMAS = List.of("common", "tracking", "profiles", "ledger", "identity-rules",
            "intake",
            "spaces", "definitions", "lists", "previews", "destinations", "sources", "jobs", "service");

    private static final YAMLMapper YAML = YAMLMapper.builder(Factories.closed(YAMLFactory.builder())).build();

    private DocumentParts() {}

    /** The document without its paths, schemas and answers to errors. */
    static ObjectNode head() {
        return file("document");
    }

    /** All schemas by name. */
    static ObjectNode schemas() {
        ObjectNode all = Json.object();
        for (String name : SCHEMAS) {
            file("schemas/" + name).properties().forEach(schema -> {
                JsonNode other = all.replace(schema.getKey(), schema.getValue());
                if (other != null) {
                    throw new IllegalStateException("There are two schemas " + schema.getKey());
                }
            });
        }
        return all;
    }

    private static ObjectNode file(String name) {
        String path = "/openapi/" + name + ".yaml";
        try (InputStream in = DocumentParts.class.getResourceAsStream(path)) {
            if (in != null && YAML.readTree(in) instanceof ObjectNode content) {
                return content;
            }
            throw new IllegalStateException(path + " is missing or not an object");
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }
}
