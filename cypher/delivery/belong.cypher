// Notes people for destinations that are told of audiences of accounts by their members: an entry for whoever is in one by an account and was not
// told so, an exit for whoever was told and is in none by any; of each person and audience one at most. What waits counts as told. Whoever has new
// IDs is noted for destinations that want some of them, and were not told to all; where a destination is to be told of changes alone, if they have
// entered since it was made, as they may have had no ID to tell it to. The caller holds the outbox.
// Params: space, destination (id; null for all of the space), rows [{member (segmentId of a profile), account (key; null for all of the person's),
//         definition (id; null for all), anew (whether those who were told are noted, too, as they have new external IDs), types (of their new
//         IDs; null: any)}], most (IDs of one person)
// Returns: noted
// Index: Outbox.space, Destination(space, id), Profile.segmentId, Definition.key, Told.key, Told(destination, owner),
//        Delivery(destination, owner), Backlog.destination
MATCH (outbox:Outbox {space: $space})
CALL () {
  MATCH (destination:Destination)
  WHERE destination.space = $space AND destination.id > '' AND destination.accounts = 'members' AND destination.kind <> 'files'
    AND destination.enabled AND destination.muted IS NULL AND ($destination IS NULL OR destination.id = $destination)
  UNWIND $rows AS row
  WITH destination, row
  WHERE row.types IS NULL OR any(type IN row.types WHERE type IN destination.idTypes OR ('*' IN destination.idTypes AND type <> 'anonymous_id'))
  MATCH (profile:Profile {segmentId: row.member})
  OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
  WITH destination, coalesce(above, profile) AS root, row
  WITH destination, root, collect(DISTINCT [row.account, row.definition, row.anew]) AS rows
  WITH destination, root, rows, [root.segmentId] + [(root)<-[:CANONICAL]-(child:Profile) | child.segmentId] AS owners
  CALL (destination, rows, owners) {
    WITH destination, rows, owners
    WHERE any(row IN rows WHERE row[2])
    UNWIND owners AS owner
    MATCH (:Profile {segmentId: owner})<-[link:IDENTIFIES]-(id:ExternalId)
    WHERE id.type IN destination.idTypes OR ('*' IN destination.idTypes AND id.type <> 'anonymous_id')
    WITH id, link ORDER BY link.seq, id.key LIMIT $most
    RETURN collect(id.type + ':' + id.value) AS names
  }
  CALL (destination, root, rows, owners) {
    UNWIND rows AS row
    WITH destination, root, owners, row[0] AS account, row[1] AS definition, row[2] AS anew
    CALL (destination, root, account, definition, owners) {
      MATCH (root)<-[:CANONICAL*0..1]-(:Profile)-[:MEMBER_OF]->(of:Account)-[:IN]->(audience:Audience)
      WHERE (account IS NULL OR of.key = account) AND (definition IS NULL OR audience.id = definition)
        AND (audience.liveSince IS NOT NULL OR coalesce(audience.computed, 0) > 0)
      RETURN audience
      UNION
      MATCH (told:Told)
      WHERE told.destination = destination.id AND told.owner IN owners AND told.audience
        AND (definition IS NULL OR told.definition = definition)
      MATCH (audience:Definition {key: $space + '/' + told.definition})
      USING INDEX SEEK audience:Definition(key)
      WHERE audience.level = 'ACCOUNTS'
      RETURN audience
      UNION
      MATCH (waiting:Delivery)
      USING INDEX SEEK waiting:Delivery(destination, owner, due)
      WHERE waiting.destination = destination.id AND waiting.owner IN owners AND waiting.due IS NOT NULL AND waiting.kind = 'entered'
        AND (definition IS NULL OR waiting.definition = definition)
      MATCH (audience:Definition {key: $space + '/' + waiting.definition})
      WHERE audience.level = 'ACCOUNTS'
      RETURN audience
    }
    RETURN audience, collect(DISTINCT anew) AS anew
  }
  WITH destination, root, owners, names, audience, anew,
       EXISTS { MATCH (root)<-[:CANONICAL*0..1]-(:Profile)-[:MEMBER_OF]->(:Account)-[:IN]->(audience) } AS holds,
       (audience.trait IN destination.audiences OR '*' IN destination.audiences)
         AND NOT audience.trait IN coalesce(destination.leftOut, []) AS wanted,
       COLLECT {
         MATCH (told:Told)
         WHERE told.key IN [owner IN owners | destination.id + '/' + audience.id + '/' + owner]
         RETURN told.ids
       } AS told,
       head(COLLECT {
         MATCH (waiting:Delivery)
         USING INDEX SEEK waiting:Delivery(destination, owner, due)
         WHERE waiting.destination = destination.id AND waiting.owner IN owners AND waiting.due IS NOT NULL
           AND waiting.definition = audience.id
         RETURN waiting.kind ORDER BY waiting.place DESC LIMIT 1
       }) AS last
  WITH destination, root, audience, anew, holds, wanted, last,
       CASE last WHEN 'entered' THEN true WHEN 'exited' THEN false ELSE size(told) > 0 END AS knows,
       any(name IN names WHERE none(ids IN told WHERE name IN ids)) AS more
  WHERE (holds AND wanted AND CASE WHEN knows THEN true IN anew AND more AND last IS NULL
      ELSE false IN anew OR destination.everybody OR EXISTS {
        MATCH (root)<-[:CANONICAL*0..1]-(:Profile)-[belongs:MEMBER_OF]->(:Account)-[inside:IN]->(audience)
        WHERE belongs.since > destination.createdAt OR (inside.since > destination.createdAt AND inside.since > audience.liveSince)
      } END)
    OR (NOT holds AND knows)
  RETURN collect({destination: destination.id, owner: root.segmentId, definition: audience.id, trait: audience.trait,
                  kind: CASE WHEN holds THEN 'entered' ELSE 'exited' END, again: CASE WHEN holds AND knows THEN true END}) AS changes
}
FOREACH (i IN range(0, size(changes) - 1) |
  CREATE (:Delivery {key: changes[i].destination + '/' + (outbox.place + i + 1), space: $space, destination: changes[i].destination,
                     place: outbox.place + i + 1, owner: changes[i].owner, definition: changes[i].definition, trait: changes[i].trait,
                     kind: changes[i].kind, at: datetime.realtime(), again: changes[i].again, status: 'pending', attempts: 0, done: [],
                     due: datetime.realtime(), notedAt: datetime.realtime()}))
SET outbox.place = outbox.place + size(changes)
WITH changes
CALL (changes) {
  UNWIND changes AS change
  WITH change.destination AS destination, count(*) AS noted
  MERGE (backlog:Backlog {destination: destination})
  ON CREATE SET backlog.space = $space, backlog.noted = 0
  SET backlog.noted = backlog.noted + noted
}
RETURN size(changes) AS noted
