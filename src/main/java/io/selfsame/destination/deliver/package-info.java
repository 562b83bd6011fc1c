/** Sends what waits, in order for each person, and notes what became of it. */
@NullMarked
package io.selfsame.destination.deliver;

import org.jspecify.annotations.NullMarked;
