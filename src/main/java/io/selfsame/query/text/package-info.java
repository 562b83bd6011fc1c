/** Queries as text, written from the tree, and the words and dates in it. */
@NullMarked
package io.selfsame.query.text;

import org.jspecify.annotations.NullMarked;
