/**
 * Those who wait: in rounds that share a round trip, by turns, and within bounds; and what many would say, said once.
 */
@NullMarked
package io.selfsame.flow;

import org.jspecify.annotations.NullMarked;
