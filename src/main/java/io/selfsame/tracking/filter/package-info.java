/** Which events are kept out before anything else is done with them: filters in Segment's filter language. */
@NullMarked
package io.selfsame.tracking.filter;

import org.jspecify.annotations.NullMarked;
