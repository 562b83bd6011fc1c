/** Networks of addresses, as operators write them. */
@NullMarked
package io.selfsame.network;

import org.jspecify.annotations.NullMarked;
