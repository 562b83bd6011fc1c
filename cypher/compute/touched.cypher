// Whom a stretch of the ledger may have changed: by an event that a definition asks for, by traits, by a new ID, a merge or an
// account; one event a row, in order. Ledger places are handed out under a lock that is held until the commit, so nothing of the
// stretch is still to come. Who has changed otherwise than by events is loaded anew; of others it is enough to know the events.
// Params: consent (whether what people consent to matters), space, from (exclusive), to (inclusive), names (of events; an empty one: every name), columns {event name: [column]}, anyColumns (of events of every name)
// Returns: seq, root (segmentId), changed (true if not by events alone), name and timestamp (of the event), values (of columns; null
//          if no definition asks for its name), anyValues (the same for events of every name)
// Index: Event(space, seq), Profile.segmentId
MATCH (event:Event)
WHERE event.space = $space AND event.seq > $from AND event.seq <= $to
  AND (event.name IN $names OR ('' IN $names AND event.name IS NOT NULL) OR event.type IN ['identify', 'group'] OR event.changedIdentity
    OR ($consent AND event.saysConsent))
WITH event ORDER BY event.seq
MATCH (profile:Profile {segmentId: event.owner})
CALL (profile) {
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  RETURN canonical
}
RETURN event.seq AS seq, coalesce(canonical, profile).segmentId AS root,
       coalesce(event.type IN ['identify', 'group'] OR event.changedIdentity OR ($consent AND event.saysConsent), false) AS changed, event.name AS name,
       event.timestamp AS timestamp,
       CASE WHEN event.name IN $names AND event.name <> '' THEN [column IN $columns[event.name] | event[column]] END AS values,
       CASE WHEN '' IN $names AND event.name IS NOT NULL THEN [column IN $anyColumns | event[column]] END AS anyValues
