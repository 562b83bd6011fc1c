/** Audiences and computed traits from outside: scenario files, and random people and queries against the oracle. */
@NullMarked
package io.selfsame.acceptance.audience;

import org.jspecify.annotations.NullMarked;
