package io.selfsame.compute;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/**
 * One event of a person, with those parts that definitions refer to. Immutable.
 *
 * @param seq its place in the space's ledger: the order of events of one instant
 * @param values by column name ({@code properties.total}); a missing value has no entry. {@code messageId} and {@code sourceId}
 *     stand among them where they were asked for
 */
record Occurrence(String name, Instant at, long seq, Map<String, Object> values) {

    static final String MESSAGE_ID = "messageId";
    static final String SOURCE_ID = "sourceId";

    /** When it happened, and of one instant, in which order it was committed. */
    static final Comparator<Occurrence> TIME = Comparator.comparing(Occurrence::at).thenComparingLong(Occurrence::seq);
}
