/** The real program in processes of its own: how it starts, stops, is killed, refuses, and lives through its Neo4j. */
@NullMarked
package io.selfsame.process;

import org.jspecify.annotations.NullMarked;
