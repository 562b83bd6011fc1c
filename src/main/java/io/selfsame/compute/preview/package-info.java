/** Evaluates a query for everybody, without making it a definition. */
@NullMarked
package io.selfsame.compute.preview;

import org.jspecify.annotations.NullMarked;
