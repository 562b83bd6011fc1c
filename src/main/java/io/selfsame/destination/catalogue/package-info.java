/** The catalogue: a process beside this one that runs the destinations of {@code @segment/action-destinations}. */
@NullMarked
package io.selfsame.destination.catalogue;

import org.jspecify.annotations.NullMarked;
