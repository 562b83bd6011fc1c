package io.selfsame.compute.definition;

import io.selfsame.query.Query;

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
}
