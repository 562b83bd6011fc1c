/**
 * Computed traits and audiences: what definitions say of people and accounts, kept up to date at a cost that follows what
 * changed.
 */
@NullMarked
package io.selfsame.compute;

import org.jspecify.annotations.NullMarked;
