/** Whom events, traits and results belong to: people by their profiles, and accounts. */
@NullMarked
package io.selfsame.identity.ids;

import org.jspecify.annotations.NullMarked;
