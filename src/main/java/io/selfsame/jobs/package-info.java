/**
 * What runs by the clock, per space: when, on which instance, and what became of it. What the work is, others know.
 */
@NullMarked
package io.selfsame.jobs;

import org.jspecify.annotations.NullMarked;
