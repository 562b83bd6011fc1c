/** What a person does in Neo4j Browser: the queries of cypher/explore on a small shop, and the page itself. */
@NullMarked
package io.selfsame.explore;

import org.jspecify.annotations.NullMarked;
