/** Keeps results as evaluation says: after changes, at the ends of windows, for new definitions, and in a daily check. */
@NullMarked
package io.selfsame.compute.refresh;

import org.jspecify.annotations.NullMarked;
