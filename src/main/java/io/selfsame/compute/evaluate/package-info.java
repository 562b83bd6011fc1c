/** Evaluates definitions for people and accounts, in memory. Pure: it knows no driver, no HTTP and no graph. */
@NullMarked
package io.selfsame.compute.evaluate;

import org.jspecify.annotations.NullMarked;
