package io.selfsame.identity;

import io.selfsame.space.Grant;
import java.time.Instant;
import java.util.List;

/**
 * What one event says about identity.
 *
 * @param messageId the event's, unique in its space
 * @param at the event's own time
 * @param sourceId the write key it came in by
 * @param keyKind of that key
 * @param ids its external IDs, each once, in the order of extraction
 */
public record EventIdentity(String messageId, Instant at, String sourceId, Grant.KeyKind keyKind,
        List<ExternalId> ids) {}
