/** Who is in an audience, and why. */
@NullMarked
package io.selfsame.compute.inspect;

import org.jspecify.annotations.NullMarked;
