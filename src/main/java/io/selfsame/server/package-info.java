/**
 * The process: settings, routes, authentication, errors; the only place that wires.
 */
@NullMarked
package io.selfsame.server;

import org.jspecify.annotations.NullMarked;
