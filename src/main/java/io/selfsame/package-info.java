/** The commands of the program. */
@NullMarked
package io.selfsame;

import org.jspecify.annotations.NullMarked;
