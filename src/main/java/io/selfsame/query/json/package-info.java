/** Trees to JSON and back. */
@NullMarked
package io.selfsame.query.json;

import org.jspecify.annotations.NullMarked;
