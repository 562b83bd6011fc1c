/**
 * What {@code selfsame doctor} looks at in a database: that it answers, its schema, and what must always hold in the graph. It reads only.
 */
@NullMarked
package io.selfsame.doctor;

import org.jspecify.annotations.NullMarked;
