/** The real program, killed again and again while it takes and sends: nothing is lost, and nothing doubled. */
@NullMarked
package io.selfsame.storm;

import org.jspecify.annotations.NullMarked;
