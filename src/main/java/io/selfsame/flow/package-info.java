/**
 * Coalescing: those who wait share the next round trip.
 */
@NullMarked
package io.selfsame.flow;

import org.jspecify.annotations.NullMarked;
