// Whom a stretch of the ledger may have changed: by an event that a definition asks for, by traits, by a new ID, a merge or an
// account. Ledger places are handed out under a lock that is held until the commit, so nothing of the stretch is still to come.
// Who has changed otherwise than by events is loaded anew; of others it is enough to know the events.
// Params: space, from (exclusive), to (inclusive), names (of events), columns {event name: [column]}
// Returns: root (segmentId), changed (true if not by events alone), events ([name, timestamp, seq, values of columns])
// Index: Event(space, seq), Profile.segmentId
MATCH (event:Event)
WHERE event.space = $space AND event.seq > $from AND event.seq <= $to
  AND (event.name IN $names OR event.type IN ['identify', 'group'] OR event.changedIdentity)
WITH event.owner AS owner,
     max(CASE WHEN event.type IN ['identify', 'group'] OR event.changedIdentity THEN 1 ELSE 0 END) AS changed,
     collect(CASE WHEN event.name IN $names
                  THEN [event.name, event.timestamp, event.seq, [column IN $columns[event.name] | event[column]]] END) AS events
MATCH (profile:Profile {segmentId: owner})
OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
WITH coalesce(canonical, profile).segmentId AS root, max(changed) AS changed, collect(events) AS lists
RETURN root, changed = 1 AS changed, reduce(all = [], events IN lists | all + events) AS events
