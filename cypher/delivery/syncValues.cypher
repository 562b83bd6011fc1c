// A page of a sync: notes those for a destination of whom a computed trait has a value, and of whom nothing waits; of whom the destination
// knows the value, nothing is sent. The caller holds the outbox, so that what changes meanwhile is noted after it.
// The keys of its values lie between its ID with a slash and its ID with what comes after a slash.
// Params: key (of the Sync), limit, longest (characters of a value; of a longer one only the length is noted)
// Returns: looked (how many people), found (how many of them are to be told)
// Index: Sync.key, Outbox.space, Trait.key, Profile.segmentId, Delivery(destination, owner), Backlog.destination
MATCH (sync:Sync {key: $key})
MATCH (outbox:Outbox {space: sync.space})
CALL (sync) {
  MATCH (value:Trait)
  WHERE value.key > CASE sync.after WHEN '' THEN '/' + sync.definition + '/' ELSE sync.after END
    AND value.key < '/' + sync.definition + '0'
  WITH value ORDER BY value.key LIMIT $limit
  RETURN collect(value) AS page
}
CALL (sync, page) {
  UNWIND page AS value
  MATCH (person:Profile {segmentId: split(value.key, '/')[2]})
  WHERE NOT coalesce(value.removed, false) AND NOT person:Child
    AND NOT EXISTS {
      MATCH (waiting:Delivery)
      USING INDEX SEEK waiting:Delivery(destination, owner, due)
      WHERE waiting.destination = sync.destination AND waiting.owner = person.segmentId AND waiting.definition = sync.definition
        AND waiting.due IS NOT NULL
    }
  WITH person.segmentId AS owner, value,
       size(coalesce(value.json, CASE WHEN value.value IS :: STRING THEN value.value ELSE '' END)) AS size
  RETURN collect([owner, value.timestamp, CASE WHEN size <= $longest THEN value.json END,
                  CASE WHEN size <= $longest THEN value.value END, size]) AS found
}
FOREACH (i IN range(0, size(found) - 1) |
  CREATE (:Delivery {key: sync.destination + '/' + (outbox.place + i + 1), space: sync.space, destination: sync.destination,
                     place: outbox.place + i + 1, owner: found[i][0], definition: sync.definition, trait: sync.trait, kind: 'computed',
                     value: found[i][2], scalar: found[i][3], size: found[i][4], at: found[i][1], again: true, status: 'pending', attempts: 0, done: [],
                     due: datetime.realtime(), notedAt: datetime.realtime()}))
SET outbox.place = outbox.place + size(found), sync.found = sync.found + size(found), sync.running = size(page) = $limit,
    sync.after = CASE WHEN size(page) > 0 THEN page[-1].key ELSE sync.after END,
    sync.endedAt = CASE WHEN size(page) = $limit THEN null ELSE datetime() END
MERGE (backlog:Backlog {destination: sync.destination})
ON CREATE SET backlog.space = sync.space, backlog.noted = 0
SET backlog.noted = backlog.noted + size(found)
RETURN size(page) AS looked, size(found) AS found
