/** People and accounts as evaluation takes them, loaded from the graph within the memory set aside for it. */
@NullMarked
package io.selfsame.compute.people;

import org.jspecify.annotations.NullMarked;
