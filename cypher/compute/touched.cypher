// Whom a stretch of the ledger may have changed: by an event that a definition asks for, by traits, by a new ID, a merge or an
// account. Ledger places are handed out under a lock that is held until the commit, so nothing of the stretch is still to come.
// Params: space, from (exclusive), to (inclusive), names (of events)
// Returns: root (segmentId)
// Index: Event(space, seq), Profile.segmentId
MATCH (event:Event)
WHERE event.space = $space AND event.seq > $from AND event.seq <= $to
  AND (event.name IN $names OR event.type IN ['identify', 'group'] OR event.changedIdentity)
WITH DISTINCT event.owner AS owner
MATCH (profile:Profile {segmentId: owner})
OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
RETURN DISTINCT coalesce(canonical, profile).segmentId AS root
