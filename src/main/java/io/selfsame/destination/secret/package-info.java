/** Secrets of destinations, encrypted as long as they are stored. */
@NullMarked
package io.selfsame.destination.secret;

import org.jspecify.annotations.NullMarked;
