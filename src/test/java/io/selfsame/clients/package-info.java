/** Published tracking clients, unmodified, against the running service: what they send arrives, once. */
@NullMarked
package io.selfsame.clients;

import org.jspecify.annotations.NullMarked;
