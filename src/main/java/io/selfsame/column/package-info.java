/**
 * Columns: the parts of event bodies that definitions ask for stand beside the body, as properties of the event's node, so that
 * Cypher and the refresh read them without unpacking JSON.
 */
@NullMarked
package io.selfsame.column;

import org.jspecify.annotations.NullMarked;
