package io.selfsame.compute;

import io.selfsame.query.Query;

/** The two kinds of definitions, and the names under which each goes. */
enum Kind {
    /** True or false of each person or account. */
    AUDIENCE("aud_", "audience", "audiences", "audience", 200),
    /** A value for each person or account. */
    COMPUTED_TRAIT("tra_", "computed_trait", "computed-traits", "computedTrait", 100);

    private final String prefix;
    private final String traitClass;
    private final String route;
    private final String field;
    private final int most;

    Kind(String prefix, String traitClass, String route, String field, int most) {
        this.prefix = prefix;
        this.traitClass = traitClass;
        this.route = route;
        this.field = field;
        this.most = most;
    }

    static Kind of(Query query) {
        return switch (query) {
            case Query.Membership membership -> AUDIENCE;
            case Query.Computation computation -> COMPUTED_TRAIT;
        };
    }

    /** How ids begin. */
    String prefix() {
        return prefix;
    }

    /** How ids of previews begin. */
    String previewPrefix() {
        return "pre_" + prefix;
    }

    /** The class of the traits it writes, as stored. */
    String traitClass() {
        return traitClass;
    }

    /** The plural, as in paths. */
    String route() {
        return route;
    }

    /** The singular, as in JSON. */
    String field() {
        return field;
    }

    /** How many a space may have, disabled ones too: each refresh evaluates all of them. */
    int most() {
        return most;
    }

    /** As in a sentence. */
    String words() {
        return traitClass.replace('_', ' ');
    }
}
