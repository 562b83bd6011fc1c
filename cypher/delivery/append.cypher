// Notes for the destinations of a space what has changed of people, in the transaction that changes it. The first SET takes the lock under
// which places are handed out: until the commit nobody else notes anything, so that the order of the places is that of the commits.
// Where the members of an account are told of its audiences, they are looked at later, page by page: here the account alone is noted.
// Nothing is noted of a definition that is deleted, or that was never computed for everybody: once it is, a sync tells of it.
// An export into files is told of nothing: of it is noted whose traits it has to read.
// Who enters or leaves an audience is due an hour ago, and so goes before values, of which the latest alone is sent, and before a first sync.
// Params: space, definitions (ids of those that the changes are of), changes [{owner (segmentId, or key of an account), account (whether
//         it is one), definition (id), trait (its key), kind (entered, exited or computed), value (JSON text; null of others, and if it is
//         too long to be told), size (characters of the value, or null)}], at
// Returns: nothing
// Index: Outbox.space, Definition.key, Destination(space, id), Backlog.destination, ExportMark.key, Sync.key
MATCH (outbox:Outbox {space: $space})
SET outbox.place = outbox.place + size($changes)
WITH outbox.place - size($changes) AS before
CALL () {
  UNWIND $definitions AS id
  MATCH (definition:Definition {key: $space + '/' + id})
  WHERE (definition.liveSince IS NOT NULL OR coalesce(definition.computed, 0) > 0)
  RETURN collect(id) AS live
}
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > '' AND destination.enabled AND destination.muted IS NULL
CALL (destination, before) {
  WITH destination, before
  WHERE destination.kind = 'files'
  UNWIND range(0, size($changes) - 1) AS i
  WITH destination, before, i WHERE NOT $changes[i].account
  MERGE (mark:ExportMark {key: destination.id + '/' + $changes[i].owner})
  SET mark.space = $space, mark.destination = destination.id, mark.owner = $changes[i].owner, mark.place = before + i + 1
}
CALL (destination, live) {
  WITH destination, live
  WHERE destination.accounts = 'members' AND destination.kind <> 'files'
  UNWIND $changes AS change
  WITH destination, live, change
  WHERE change.definition IN live AND change.account AND change.kind <> 'computed' AND (change.trait IN destination.audiences OR '*' IN destination.audiences)
    AND NOT change.trait IN coalesce(destination.leftOut, [])
  MERGE (sync:Sync {key: destination.id + '/' + change.definition + '/' + change.owner})
  ON CREATE SET sync.space = $space, sync.destination = destination.id, sync.definition = change.definition, sync.trait = change.trait,
                sync.owner = change.owner, sync.kind = 'belonging', sync.anew = false, sync.found = 0
  SET sync.running = true, sync.place = -1, sync.turn = coalesce(sync.turn, datetime.realtime()), sync.startedAt = datetime.realtime()
}
CALL (destination, before, live) {
  UNWIND range(0, size($changes) - 1) AS i
  WITH destination, live, before + i + 1 AS place, $changes[i] AS change
  WITH destination, live, place, change,
       CASE change.kind WHEN 'computed' THEN destination.traits ELSE destination.audiences END AS wanted
  WHERE change.definition IN live AND (change.trait IN wanted OR '*' IN wanted) AND NOT change.trait IN coalesce(destination.leftOut, [])
    AND (NOT change.account OR destination.accounts = 'group' OR (destination.accounts = 'members' AND change.kind = 'computed'))
  CREATE (:Delivery {key: destination.id + '/' + place, space: $space, destination: destination.id, place: place, owner: change.owner,
                     definition: change.definition, trait: change.trait, kind: change.kind, value: change.value, size: change.size, at: $at,
                     status: 'pending', attempts: 0, done: [], notedAt: datetime.realtime(),
                     due: datetime.realtime() - CASE change.kind WHEN 'computed' THEN duration('PT0S') ELSE duration('PT1H') END})
  RETURN count(*) AS noted
}
WITH destination, noted WHERE noted > 0
MERGE (backlog:Backlog {destination: destination.id})
ON CREATE SET backlog.space = $space, backlog.noted = 0
SET backlog.noted = backlog.noted + noted
