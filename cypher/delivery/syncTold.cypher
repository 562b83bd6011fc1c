// A page of what a destination was told: notes what does not hold any more, and what is of a definition that it is not sent any more, to be
// taken back, after whatever waits. The caller holds the outbox, so that what changes meanwhile is noted after it.
// Params: key (of the Sync; it ends with a slash, and what it looks through has keys that begin with it), limit
// Returns: looked (how much of what it was told), found (how much of it is taken back)
// Index: Sync.key, Outbox.space, Destination.key, Told.key, Profile.segmentId, Account.key, Definition.key, Backlog.destination
MATCH (sync:Sync {key: $key})
MATCH (outbox:Outbox {space: sync.space})
MATCH (destination:Destination {key: sync.space + '/' + sync.destination})
CALL (sync) {
  MATCH (told:Told)
  WHERE told.key > CASE sync.after WHEN '' THEN sync.key ELSE sync.after END AND told.key < left(sync.key, size(sync.key) - 1) + '0'
  WITH told ORDER BY told.key LIMIT $limit
  RETURN collect(told) AS page
}
CALL (sync, destination, page) {
  UNWIND page AS told
  OPTIONAL MATCH (profile:Profile {segmentId: told.owner})
  OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
  OPTIONAL MATCH (account:Account {key: told.owner})
  WITH sync, destination, told, coalesce(above, profile, account) AS root,
       CASE WHEN account IS NOT NULL AND NOT (destination.accounts = 'group' OR (destination.accounts = 'members' AND NOT told.audience)) THEN []
         WHEN told.audience THEN destination.audiences ELSE destination.traits END AS wanted
  WHERE root IS NOT NULL
    AND NOT ((told.trait IN wanted OR '*' IN wanted) AND NOT told.trait IN coalesce(destination.leftOut, [])
      AND EXISTS { MATCH (definition:Definition {key: sync.space + '/' + told.definition}) }
      AND CASE WHEN told.audience
        THEN EXISTS { MATCH (root)-[inside:IN]->(:Audience {key: sync.space + '/' + told.definition}) }
          OR (destination.accounts = 'members' AND EXISTS {
            MATCH (root)<-[:CANONICAL*0..1]-(:Profile)-[:MEMBER_OF]->(:Account)-[:IN]->(:Audience {key: sync.space + '/' + told.definition})
          })
        ELSE EXISTS { MATCH (value:Trait {key: '/' + told.definition + '/' + coalesce(root.segmentId, root.key)}) WHERE NOT coalesce(value.removed, false) }
      END)
  WITH coalesce(root.segmentId, root.key) AS owner, told.definition AS definition, told.trait AS trait, told.audience AS audience, count(*) AS times
  RETURN collect([owner, definition, trait, audience]) AS found
}
FOREACH (i IN range(0, size(found) - 1) |
  CREATE (:Delivery {key: sync.destination + '/' + (outbox.place + i + 1), space: sync.space, destination: sync.destination,
                     place: outbox.place + i + 1, owner: found[i][0], definition: found[i][1], trait: found[i][2],
                     kind: CASE WHEN found[i][3] THEN 'exited' ELSE 'computed' END, value: CASE WHEN found[i][3] THEN null ELSE 'null' END,
                     at: datetime.realtime(), status: 'pending', attempts: 0, done: [], due: datetime.realtime(), notedAt: datetime.realtime()}))
SET outbox.place = outbox.place + size(found), sync.found = sync.found + size(found), sync.running = size(page) = $limit,
    sync.after = CASE WHEN size(page) > 0 THEN page[-1].key ELSE sync.after END,
    sync.endedAt = CASE WHEN size(page) = $limit THEN null ELSE datetime() END
MERGE (backlog:Backlog {destination: sync.destination})
ON CREATE SET backlog.space = sync.space, backlog.noted = 0
SET backlog.noted = backlog.noted + size(found)
RETURN size(page) AS looked, size(found) AS found
