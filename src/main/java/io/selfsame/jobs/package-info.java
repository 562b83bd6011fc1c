/** Scheduled jobs of spaces: when they run, on which instance, and with which result. Other packages define their work. */
@NullMarked
package io.selfsame.jobs;

import org.jspecify.annotations.NullMarked;
