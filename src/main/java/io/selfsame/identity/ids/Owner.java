package io.selfsame.identity.ids;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Whom a result belongs to: a person or an account. */
public sealed interface Owner permits ProfileId, AccountKey {

    /** By text, as the database has them. A person and an account of the same text, which no one makes, are still two. */
    Comparator<Owner> ORDER = Comparator.comparing(Owner::value).thenComparing(owner -> owner instanceof AccountKey);

    /** The text by which the graph and the API name it. */
    String value();

    /** The texts of some, as Cypher parameters take them. */
    static List<String> values(Collection<? extends Owner> owners) {
        return owners.stream().map(Owner::value).toList();
    }
}
