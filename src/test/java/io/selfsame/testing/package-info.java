/** What tests of the running service share: one server over one Neo4j, spaces to test in, and the reference algorithm. */
@NullMarked
package io.selfsame.testing;

import org.jspecify.annotations.NullMarked;
