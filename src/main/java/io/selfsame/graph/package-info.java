/**
 * Neo4j as the rest of the code sees it: statements by file name, transactions, schema migrations. Knows no feature.
 */
@NullMarked
package io.selfsame.graph;

import org.jspecify.annotations.NullMarked;
