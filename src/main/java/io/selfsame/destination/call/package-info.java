/** What a destination is told of somebody, as messages. Pure. */
@NullMarked
package io.selfsame.destination.call;

import org.jspecify.annotations.NullMarked;
