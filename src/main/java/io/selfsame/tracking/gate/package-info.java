/** What is asked of each event before it is taken: the filters of its space, and the tracking plan of its write key. */
@NullMarked
package io.selfsame.tracking.gate;

import org.jspecify.annotations.NullMarked;
