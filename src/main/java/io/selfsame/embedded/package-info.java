/**
 * A Neo4j Community server in this process, for those who have none elsewhere. Only the starter and tests use it, and
 * nothing else of Selfsame needs the jars behind it.
 */
@NullMarked
package io.selfsame.embedded;

import org.jspecify.annotations.NullMarked;
