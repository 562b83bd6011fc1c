/** The routes of identity rules. The decision itself knows no HTTP. */
@NullMarked
package io.selfsame.identity.rules;

import org.jspecify.annotations.NullMarked;
