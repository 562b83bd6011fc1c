/**
 * Attacks on the running service, all at once, while a neighbour wants nothing but ordinary answers. {@link SiegeIT} is
 * the whole; each {@link Attack} is a row of the report that it prints.
 */
@NullMarked
package io.selfsame.siege;

import org.jspecify.annotations.NullMarked;
