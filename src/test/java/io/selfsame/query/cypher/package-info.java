/** Queries as Cypher: what may stand in a statement, how it is planned, and what it answers on a real server. */
@NullMarked
package io.selfsame.query.cypher;

import org.jspecify.annotations.NullMarked;
