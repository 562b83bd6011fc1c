/** What became of what a destination was sent, for people. */
@NullMarked
package io.selfsame.destination.overview;

import org.jspecify.annotations.NullMarked;
