/** Destinations: the tools that are told who is in which audience, and what was computed of people. */
@NullMarked
package io.selfsame.destination;

import org.jspecify.annotations.NullMarked;
