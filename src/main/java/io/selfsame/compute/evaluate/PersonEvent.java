package io.selfsame.compute.evaluate;

import io.selfsame.column.EventColumn;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of a person, with the parts that definitions refer to. Immutable.
 *
 * @param name its name; empty if it was read among events of every name
 * @param seq its place in the ledger of the space, which orders events with the same timestamp
 * @param values by column name ({@code properties.total}); a missing value has no entry. {@code messageId} and {@code sourceId}
 *     stand among them where they were asked for
 */
public record PersonEvent(String name, Instant at, long seq, Map<String, Object> values) {

    public static final String MESSAGE_ID = "messageId";
    public static final String SOURCE_ID = "sourceId";

    /** The name of the event among its values, where events of every name are read with message IDs. */
    public static final String NAME = "name";

    /** By timestamp, then by the order in which the events were committed. */
    public static final Comparator<PersonEvent> TIME = Comparator.comparing(PersonEvent::at)
            .thenComparingLong(PersonEvent::seq);

    /** Of values, in bytes: what they take besides their content, and what a short one of each event is reckoned with. */
    private static final int VALUE = 50;
    private static final int SHORT = 100;

    /** A number in a list, which is made a text or counted. */
    private static final int NUMBER = 60;

    /**
     * Its value in a column; null if it has none.
     *
     * @throws RunControl.EvaluationFailure if it is too long to be compared
     */
    @Nullable
    Object value(String column) {
        Object value = values.get(column);
        if (EventColumn.TOO_LONG.equals(value)) {
            throw new RunControl.EvaluationFailure("asks for " + column + " of an event '" + name + "' of " + at
                    + ", which is a list or an object of more than " + EventColumn.MOST
                    + " characters, or of more than "
                    + EventColumn.TOGETHER
                    + " with the other lists and objects of this event that definitions ask about");
        }
        return value;
    }

    /** Estimated memory, in events with one short value. */
    public long weight() {
        long bytes = 0;
        for (Object value : values.values()) {
            bytes += VALUE + switch (value) {
                case String text -> 2L * text.length();
                case List<?> list -> list.stream().mapToLong(one -> one instanceof String text
                        ? VALUE + 2L * text.length()
                        : NUMBER).sum();
                default -> 0;
            };
        }
        return 1 + Math.max(0, bytes - SHORT) / MemoryAllowance.EVENT;
    }
}
