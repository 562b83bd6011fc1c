package io.selfsame.destination.call;

import io.selfsame.destination.Destination;
import io.selfsame.identity.ExternalId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom one message is for.
 *
 * @param ids the external IDs in it, at least one
 * @param whole whether it is the only message for the person
 */
record Address(List<ExternalId> ids, boolean whole) {

    private static final String ANONYMOUS = "anonymous_id";

    Address {
        ids = List.copyOf(ids);
    }

    /** The same for the same person or ID. */
    String name() {
        return whole ? "person" : ids.getFirst().toString();
    }

    List<String> names() {
        return ids.stream().map(ExternalId::toString).toList();
    }

    /** That of one ID. */
    static Address of(ExternalId id) {
        return new Address(List.of(id), false);
    }

    /** Those of a person, as a destination wants them. */
    static List<Address> of(Destination.Ids wanted, List<ExternalId> all) {
        List<ExternalId> ids = all.stream().filter(id -> isWanted(wanted, id.type())).toList();
        return switch (wanted.strategy()) {
            case ALL -> one(ids);
            case FIRST -> one(byType(ids, false));
            case LAST -> one(byType(ids, true));
            case PERSON -> ids.isEmpty() ? List.of() : List.of(new Address(ids, true));
        };
    }

    /** Those that were told something before, as {@link #names} has them. */
    static List<Address> told(Destination.Ids wanted, Collection<String> names) {
        List<ExternalId> ids = names.stream().flatMap(name -> ExternalId.parse(name).stream()).toList();
        boolean whole = wanted.strategy() == Destination.Strategy.PERSON && !ids.isEmpty();
        return whole ? List.of(new Address(ids, true)) : one(ids);
    }

    /** Whether a destination is to know of external IDs of a type. */
    static boolean isWanted(Destination.Ids wanted, String type) {
        return type.equals(ANONYMOUS)
                ? wanted.anonymous() || wanted.types().contains(ANONYMOUS)
                : wanted.strategy() == Destination.Strategy.PERSON || wanted.types().contains(type);
    }

    private static List<Address> one(Collection<ExternalId> ids) {
        return ids.stream().map(id -> new Address(List.of(id), false)).toList();
    }

    private static Collection<ExternalId> byType(List<ExternalId> ids, boolean last) {
        Map<String, ExternalId> chosen = new LinkedHashMap<>();
        for (ExternalId id : last ? ids.reversed() : ids) {
            chosen.putIfAbsent(id.type(), id);
        }
        return chosen.values();
    }
}
