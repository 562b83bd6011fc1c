package io.selfsame.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.selfsame.json.Factories;
import java.util.regex.Pattern;

/** One JSON mapper for the package: strict about what follows a value, exact about decimals. Thread-safe. */
public final class CliJson {
    public static final JsonMapper MAPPER = JsonMapper.builder(Factories.closed(JsonFactory.builder()))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** What the parser says of itself. */
    private static final Pattern ASIDES = Pattern
            .compile(" ?\\((?:start marker at )?\\[Source:[^\\]]*\\][^)]*\\)*|\\[Source:[^\\]]*\\]");

    private CliJson() {}

    /** Why a text is no JSON, without what the parser says of itself. */
    public static String reason(JsonProcessingException e) {
        String first = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("it cannot be read");
        return ASIDES.matcher(first).replaceAll("").strip();
    }

    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree could not be written", e);
        }
    }
}
