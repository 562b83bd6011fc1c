package io.selfsame.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON. Numbers keep their exact value; nesting and number lengths are bounded, so that no body costs
 * more than its size. Thread safe.
 */
public final class Json {

    /** Deeper bodies are refused: no SDK nests so far, and every reader of ours recurses. */
    public static final int MAX_DEPTH = 64;

    /** Of a record a field without a value is left out. */
    private static final JsonInclude.Value PRESENT = JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY,
            JsonInclude.Include.ALWAYS);

    private static final ObjectMapper MAPPER = mapper(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(400).maxNameLength(10_000).build());

    /** For what we wrote ourselves: a number that was within the limits may be longer as we spell it. */
    private static final ObjectMapper OWN = mapper(StreamReadConstraints.builder().maxNestingDepth(2 * MAX_DEPTH)
            .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build());

    private Json() {}

    private static ObjectMapper mapper(StreamReadConstraints limits) {
        var factory = Factories.closed(JsonFactory.builder().streamReadConstraints(limits));
        return JsonMapper.builder(factory).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .addModule(RecordFields.module())
                .withConfigOverride(Optional.class, optional -> optional.setInclude(PRESENT)).build();
    }

    /**
     * Reads one JSON value.
     *
     * @throws StreamConstraintsException if a value in it is more than is read; the message says where and why
     * @throws JsonProcessingException if the text is not one JSON value; likewise
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        try {
            return MAPPER.readTree(text);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new StreamConstraintsException("A number has an exponent that no number type holds");
        }
    }

    /** Reads text that we wrote ourselves. */
    public static JsonNode parse(String text) {
        try {
            return OWN.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored JSON does not parse", e);
        }
    }

    /** The shortest text of a value: of a record, as {@link ApiSchema} says. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value has no JSON form", e);
        }
    }

    /** As {@link #write}, in UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value has no JSON form", e);
        }
    }

    /** A new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A new empty array. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** A scalar or list as JSON; null becomes JSON null. */
    public static JsonNode tree(@Nullable Object value) {
        return value == null ? NullNode.getInstance() : MAPPER.valueToTree(value);
    }
}
