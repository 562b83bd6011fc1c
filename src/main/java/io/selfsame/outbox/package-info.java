/**
 * What destinations are to be told of, noted in the transaction that changes it. Low, so that whoever changes something need not know who is
 * told, and how.
 */
@NullMarked
package io.selfsame.outbox;

import org.jspecify.annotations.NullMarked;
