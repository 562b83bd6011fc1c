/**
 * Traits as stored on profiles, and the one set of them that a merged person shows.
 */
@NullMarked
package io.selfsame.trait;

import org.jspecify.annotations.NullMarked;
