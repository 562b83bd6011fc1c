package io.selfsame.cli.apply;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a space has by name, with settings of its kind: destinations and sources. */
enum Managed {

    /** Tools that a space sends to. */
    DESTINATION("destination", "enabled", "settings", "send", "calls", "eventNames", "ids", "aliasOnMerge", "firstSync",
            "consentCategories"),

    /** Where a space takes events from. */
    SOURCE("source", "enabled", "settings");

    private final String word;
    @SuppressWarnings("ImmutableEnumChecker") // It is a copy that nobody can change.
    private final Set<String> optional;

    Managed(String word, String... optional) {
        this.word = word;
        this.optional = Set.of(optional);
    }

    /** The one that a document of a file is of. */
    static Optional<Managed> of(String kind) {
        return Arrays.stream(values()).filter(each -> each.kind().equals(kind)).findFirst();
    }

    /** The kind of such documents. */
    String kind() {
        return name().charAt(0) + word.substring(1);
    }

    /** In answers. */
    String one() {
        return word;
    }

    /** In routes and answers. */
    String all() {
        return word + "s";
    }

    /** The route of the kinds. */
    String kindsRoute() {
        return word + "-kinds";
    }

    /** The kinds, in answers. */
    String kinds() {
        return word + "Kinds";
    }

    /** The fields of a document beside kind, name and type. */
    Set<String> optional() {
        return optional;
    }

    /** All fields of a document, as part of a sentence. */
    String fields() {
        return "kind, name, type, " + String.join(", ", new TreeSet<>(optional));
    }
}
