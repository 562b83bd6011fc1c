/** From text to tree. */
@NullMarked
package io.selfsame.query.parse;

import org.jspecify.annotations.NullMarked;
