/**
 * Commands that fill a space from outside: they speak HTTP to a running service, as curl would, and know nothing of
 * its inside.
 */
@NullMarked
package io.selfsame.cli;

import org.jspecify.annotations.NullMarked;
