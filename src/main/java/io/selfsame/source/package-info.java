/** Sources: where a space takes events from, beside requests. */
@NullMarked
package io.selfsame.source;

import org.jspecify.annotations.NullMarked;
