package io.selfsame.tracking.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A keyword of JSON Schema whose checks are counted in the {@link CountedContext}. Immutable. */
record CountedKeyword(Keyword keyword) implements Keyword {

    /** The library looks for their own classes. What they lead to is counted. */
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

    @Override
    public String getValue() {
        return keyword.getValue();
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode schemaNode, Schema parent,
            SchemaContext context) throws Exception {
        KeywordValidator validator = keyword.newValidator(location, schemaNode, parent, context);
        return validator == null || REFERENCES.contains(getValue())
                ? validator
                : new Counted(validator, "enum".equals(getValue()) ? mostAlike(schemaNode) : schemaNode.size());
    }

    /** Of some values, how many have the same hash at most: these are compared one by one, and may have been chosen for it. */
    private static int mostAlike(JsonNode values) {
        Map<Integer, Integer> alike = new HashMap<>();
        int most = 0;
        for (JsonNode value : values) {
            most = Math.max(most, alike.merge(value.hashCode(), 1, Integer::sum));
        }
        return most;
    }

    /** Of some values, how many pairs have the same hash. */
    private static long pairs(JsonNode values) {
        Map<Integer, Integer> alike = new HashMap<>();
        long pairs = 0;
        for (JsonNode value : values) {
            pairs += alike.merge(value.hashCode(), 1, Integer::sum) - 1;
        }
        return pairs;
    }

    /** @param size how many parts the value of the keyword has; of an enumeration, how many a value is compared with at most */
    private record Counted(KeywordValidator validator, int size) implements KeywordValidator {

        /** What it takes to look up a value by its hash, for each part of it. */
        private static final int HASHED = 4;

        @Override
        public void validate(ExecutionContext execution, JsonNode value, JsonNode root, NodePath place) {
            if (!(execution instanceof CountedContext context)) {
                throw new IllegalStateException("A validation that is not counted");
            }
            context.spend(cost(context, value, place));
            List<Error> errors = context.getErrors();
            int before = errors.size();
            validator.validate(context, value, root, place);
            if (errors.size() > before) {
                // They are gone through then, as they no longer hold.
                context.spend(context.annotations(place));
            }
        }

        private long cost(CountedContext context, JsonNode value, NodePath place) {
            return switch (getKeyword()) {
                case "const" -> CountedContext.weight(value);
                case "enum" -> CountedContext.weight(value) * (1L + size);
                case "uniqueItems" -> {
                    long weight = CountedContext.weight(value);
                    yield HASHED * weight + (value.isArray() ? pairs(value) * (1 + weight / (1 + value.size())) : 0);
                }
                case "minLength", "maxLength", "contentEncoding", "contentMediaType" -> value.isTextual()
                        ? CountedContext.weight(value)
                        : 0;
                case "unevaluatedProperties", "unevaluatedItems" -> value.size() + 4L * context.annotations(place);
                default -> (long) size + value.size();
            };
        }

        @Override
        public String getKeyword() {
            return validator.getKeyword();
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return validator.getSchemaLocation();
        }

        @Override
        public void preloadSchema() {
            validator.preloadSchema();
        }
    }
}
