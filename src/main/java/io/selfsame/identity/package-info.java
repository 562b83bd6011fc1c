/**
 * Who is who: external IDs, rules, the pure decision, and the store that locks, loads, writes and checks again.
 */
@NullMarked
package io.selfsame.identity;

import org.jspecify.annotations.NullMarked;
