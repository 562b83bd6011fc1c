package io.selfsame.compute.definition;

import io.selfsame.http.Operation;
import io.selfsame.query.Query;
import java.util.Locale;

/** The two kinds of definitions, and the names under which each goes. */
public enum DefinitionKind {
    /** True or false of each person or account. */
    AUDIENCE("aud_", "audience", "audiences", "audience", 200),
    /** A value for each person or account. */
    COMPUTED_TRAIT("tra_", "computed_trait", "computed-traits", "computedTrait", 100);

    private final String prefix;
    private final String traitClass;
    private final String route;
    private final String field;
    private final int most;

    DefinitionKind(String prefix, String traitClass, String route, String field, int most) {
        this.prefix = prefix;
        this.traitClass = traitClass;
        this.route = route;
        this.field = field;
        this.most = most;
    }

    public static DefinitionKind of(Query query) {
        return switch (query) {
            case Query.Membership membership -> AUDIENCE;
            case Query.Computation computation -> COMPUTED_TRAIT;
        };
    }

    /** How ids begin. */
    public String prefix() {
        return prefix;
    }

    /** How ids of previews begin. */
    public String previewPrefix() {
        return "pre_" + prefix;
    }

    /** The class of the traits it writes, as stored. */
    public String traitClass() {
        return traitClass;
    }

    /** The plural, as in paths. */
    public String route() {
        return route;
    }

    /** The singular, as in JSON. */
    public String field() {
        return field;
    }

    /** How many a space may have, disabled ones too: each refresh evaluates all of them. */
    int most() {
        return most;
    }

    /** As in a sentence. */
    public String words() {
        return traitClass.replace('_', ' ');
    }

    /** As in a sentence, with its article. */
    public String phrase() {
        return (this == AUDIENCE ? "an " : "a ") + words();
    }

    /**
     * Begins to describe a route about one, with its ID in the path, or about all.
     *
     * @param verb with which the name of the operation begins
     * @param rest with which it ends, such as {@code Runs}
     */
    public Operation operation(String verb, String rest, String summary) {
        String words = words();
        return Operation.of(words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + "s",
                verb + noun() + rest, summary);
    }

    /** As {@link #operation}, about the one with the ID or key in the path. */
    public Operation operationOnOne(String verb, String rest, String summary) {
        return operation(verb, rest, summary)
                .with(Operation.path("id", "The ID or the key of the " + words() + ".",
                        prefix + "2kUQxZ3cVbGmN8fR4tYpLsWdEaH"))
                .fails("not_found", "conflict");
    }

    /** As in names of schemas and operations. */
    public String noun() {
        return field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
    }
}
