/** What the service promises, asked from outside over HTTP: scenarios, random streams, concurrency, faults, bad input. */
@NullMarked
package io.selfsame.acceptance;

import org.jspecify.annotations.NullMarked;
