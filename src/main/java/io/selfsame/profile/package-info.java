/**
 * Profiles out: traits, IDs, events, the ledger and the merged subgraph, read for many callers at once.
 */
@NullMarked
package io.selfsame.profile;

import org.jspecify.annotations.NullMarked;
