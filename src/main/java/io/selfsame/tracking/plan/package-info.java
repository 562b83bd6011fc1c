/** Tracking plans: which events a write key is to send, and what they have to look like, as JSON Schema. */
@NullMarked
package io.selfsame.tracking.plan;

import org.jspecify.annotations.NullMarked;
