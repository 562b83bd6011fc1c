/** {@code selfsame import}: sends the events in files. */
@NullMarked
package io.selfsame.cli.imports;

import org.jspecify.annotations.NullMarked;
