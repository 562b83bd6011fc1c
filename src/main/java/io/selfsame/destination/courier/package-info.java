/** Those who bring messages to receivers, by kind of destination. */
@NullMarked
package io.selfsame.destination.courier;

import org.jspecify.annotations.NullMarked;
