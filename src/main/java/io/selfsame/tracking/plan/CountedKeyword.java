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
import java.util.List;
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
                : new Counted(validator, schemaNode.size());
    }

    /** @param size how many parts the value of the keyword has */
    private record Counted(KeywordValidator validator, int size) implements KeywordValidator {

        /** Of a list whose values are all to differ, as they may have been chosen so that a hash does not tell them apart. */
        private static final int COMPARED = 16;

        /** Values of an enumeration, for the same reason. */
        private static final int LISTED = 8;

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
                case "enum" -> CountedContext.weight(value) + size / LISTED;
                case "uniqueItems" -> CountedContext.weight(value) + (long) value.size() * value.size() / COMPARED;
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
