package io.selfsame.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.TSFBuilder;

/**
 * The only place where the settings of Jackson's factories begin.
 *
 * <p>By default a factory keeps one table of field names for all documents that it reads. Its hash is weak, so whoever
 * sends names that collide makes it fail, then and in documents of others. Without the table each document has its own
 * names; objects keep them in hash maps, which sort what collides and so stay fast.
 */
public final class Factories {

    private Factories() {}

    /** A factory of these settings that keeps nothing of the documents that it reads. */
    public static <F extends JsonFactory> F closed(TSFBuilder<F, ?> builder) {
        return builder.disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
    }
}
