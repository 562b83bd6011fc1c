/** How attackers and ordinary clients talk to the service under siege, and how their answers are counted. */
@NullMarked
package io.selfsame.siege.client;

import org.jspecify.annotations.NullMarked;
