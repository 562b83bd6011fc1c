/**
 * From the tree of a query to one Cypher statement that a person can read and run in Neo4j Browser, with the same
 * meaning. Pure: knows the shape of the graph, but no driver.
 */
@NullMarked
package io.selfsame.query.cypher;

import org.jspecify.annotations.NullMarked;
