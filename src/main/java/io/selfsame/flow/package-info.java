/** Queues: shared rounds, turns and limits; and limits for repeated log messages. */
@NullMarked
package io.selfsame.flow;

import org.jspecify.annotations.NullMarked;
