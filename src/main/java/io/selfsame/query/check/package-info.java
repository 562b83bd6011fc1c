/** Says whether a tree is a valid query, and where it is not. */
@NullMarked
package io.selfsame.query.check;

import org.jspecify.annotations.NullMarked;
