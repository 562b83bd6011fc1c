/** A Neo4j Community server in this process. Only its starter and tests use it, and only it needs the jars of the server. */
@NullMarked
package io.selfsame.embedded;

import org.jspecify.annotations.NullMarked;
