/** Messages on their way to a receiver over HTTP: what is sent, to which addresses, and what an answer means. */
@NullMarked
package io.selfsame.destination.send;

import org.jspecify.annotations.NullMarked;
