/** {@code selfsame apply}: makes the definitions of a space those of files. */
@NullMarked
package io.selfsame.cli.apply;

import org.jspecify.annotations.NullMarked;
