/**
 * What the program knows of a Neo4j server in its own process. The server itself is in {@code io.selfsame.embedded}, which
 * is a jar of its own: it is compiled against Neo4j (GPLv3) and left out of the archive that is passed on under Apache-2.0.
 */
@NullMarked
package io.selfsame.local;

import org.jspecify.annotations.NullMarked;
