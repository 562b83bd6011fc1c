package io.selfsame.compute;

import java.time.Instant;
import java.util.Map;

/**
 * One event of a person, with those parts that definitions refer to. Immutable.
 *
 * @param seq its place in the space's ledger; between events of one instant the order
 * @param columns values by column name ({@code properties.total}), as the projection of event bodies makes them; a
 *     missing value has no entry
 */
record Occurrence(String name, Instant at, long seq, String messageId, String sourceId, Map<String, Object> columns) {}
