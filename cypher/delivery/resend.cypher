// Notes people who have got IDs: the audiences they are in and the values they have go to the IDs that were not told yet. What was told of
// a profile that was merged, or is on its way, and does not hold of the person, is taken back. Audiences of accounts are not among it. The first SET holds the outbox.
// Params: space, people [{root (segmentId), merged, types (of the IDs that were linked)}], place (of the ledger, up to which this is)
// Returns: nothing
// Index: Outbox.space, Destination(space, id), Profile.segmentId, Told(destination, owner), Delivery(destination, owner), Audience.key,
//        Backlog.destination
MATCH (outbox:Outbox {space: $space})
SET outbox.openedBy = 'ids', outbox.ids = $place
WITH outbox
CALL (outbox) {
  MATCH (destination:Destination)
  WHERE destination.space = $space AND destination.id > '' AND destination.enabled AND destination.muted IS NULL
  UNWIND $people AS person
  WITH destination, person
  WHERE person.merged OR any(type IN person.types WHERE type IN destination.idTypes OR ('*' IN destination.idTypes AND type <> 'anonymous_id'))
  MATCH (root:Profile {segmentId: person.root})
  WHERE NOT root:Child
  WITH destination, person, root, [root.segmentId] + [(root)<-[:CANONICAL]-(child:Profile) | child.segmentId] AS owners
  CALL (destination, person, owners) {
    MATCH (told:Told)
    WHERE told.destination = destination.id AND told.owner IN owners
    RETURN told.definition AS definition, told.trait AS trait, told.audience AS audience
    UNION
    WITH destination, person, owners
    WHERE person.merged
    MATCH (waiting:Delivery)
    USING INDEX waiting:Delivery(destination, owner, due)
    WHERE waiting.destination = destination.id AND waiting.owner IN owners AND waiting.due IS NOT NULL AND waiting.definition IS NOT NULL
    RETURN waiting.definition AS definition, waiting.trait AS trait, waiting.kind <> 'computed' AS audience
  }
  WITH destination, person, root, collect({definition: definition, trait: trait, audience: audience}) AS known
  WITH destination, person, root, known, [each IN known | each.definition] AS definitions
  CALL (destination, person, root, known, definitions) {
    MATCH (root)-[:IN]->(audience:Audience)
    WHERE (audience.trait IN destination.audiences OR '*' IN destination.audiences) AND NOT audience.trait IN coalesce(destination.leftOut, [])
      AND (destination.everybody OR audience.id IN definitions)
    RETURN audience.id AS definition, audience.trait AS trait, 'entered' AS kind, null AS value, null AS scalar, true AS again
    UNION ALL
    WITH destination, root, definitions
    MATCH (root)-[:HAS_TRAIT]->(value:Trait)
    WHERE value.class = 'computed_trait' AND NOT coalesce(value.removed, false)
      AND (value.name IN destination.traits OR '*' IN destination.traits) AND NOT value.name IN coalesce(destination.leftOut, [])
      AND (destination.everybody OR value.definition IN definitions)
    RETURN value.definition AS definition, value.name AS trait, 'computed' AS kind, value.json AS value, value.value AS scalar, true AS again
    UNION ALL
    WITH person, root, known
    UNWIND known AS each
    WITH person, root, each
    WHERE person.merged AND each.audience AND NOT EXISTS { MATCH (root)-[inside:IN]->(:Audience {key: $space + '/' + each.definition}) }
      AND NOT EXISTS { MATCH (:Definition {key: $space + '/' + each.definition, level: 'ACCOUNTS'}) }
    RETURN each.definition AS definition, each.trait AS trait, 'exited' AS kind, null AS value, null AS scalar, null AS again
    UNION ALL
    WITH person, root, known
    UNWIND known AS each
    WITH person, root, each
    WHERE person.merged AND NOT each.audience AND NOT EXISTS {
        MATCH (value:Trait {key: '/' + each.definition + '/' + root.segmentId}) WHERE NOT coalesce(value.removed, false)
      }
    RETURN each.definition AS definition, each.trait AS trait, 'computed' AS kind, 'null' AS value, null AS scalar, null AS again
  }
  RETURN collect({destination: destination.id, owner: root.segmentId, definition: definition, trait: trait, kind: kind, value: value,
                  scalar: scalar, again: again}) AS changes
}
FOREACH (i IN range(0, size(changes) - 1) |
  CREATE (:Delivery {key: changes[i].destination + '/' + (outbox.place + i + 1), space: $space, destination: changes[i].destination,
                     place: outbox.place + i + 1, owner: changes[i].owner, definition: changes[i].definition, trait: changes[i].trait,
                     kind: changes[i].kind, value: changes[i].value, scalar: changes[i].scalar, at: datetime.realtime(),
                     again: changes[i].again, status: 'pending', attempts: 0, done: [], due: datetime.realtime(), notedAt: datetime.realtime()}))
SET outbox.place = outbox.place + size(changes)
WITH changes
UNWIND changes AS change
WITH change.destination AS destination, count(*) AS noted
MERGE (backlog:Backlog {destination: destination})
ON CREATE SET backlog.space = $space, backlog.noted = 0
SET backlog.noted = backlog.noted + noted
