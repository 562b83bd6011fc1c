/**
 * Events in: from bytes to messages to one committed transaction for all that waited.
 */
@NullMarked
package io.selfsame.tracking;

import org.jspecify.annotations.NullMarked;
