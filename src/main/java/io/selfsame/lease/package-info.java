/**
 * The right to do a piece of background work, of which one instance has it at a time. Low, so that the work may know it and
 * need not know who hands it out.
 */
@NullMarked
package io.selfsame.lease;

import org.jspecify.annotations.NullMarked;
