/** Audiences and computed traits as people make them: read, checked, kept and listed. */
@NullMarked
package io.selfsame.compute.definition;

import org.jspecify.annotations.NullMarked;
