/** The routes that manage spaces and the keys and tokens that open them. Above {@code http}, which opens keys by {@code space}. */
@NullMarked
package io.selfsame.management;

import org.jspecify.annotations.NullMarked;
