// Notes people who have got IDs: the audiences they are in and the values they have go to the IDs that were not told yet, and what was told of
// a profile that was merged, and does not hold of the person, is taken back. The first SET holds the outbox.
// Params: space, people [{root (segmentId), merged, types (of the IDs that were linked)}], place (of the ledger, up to which this is)
// Returns: nothing
// Index: Outbox.space, Destination(space, id), Profile.segmentId, Told(destination, owner)
MATCH (outbox:Outbox {space: $space})
SET outbox.openedBy = 'ids', outbox.ids = $place
WITH outbox
CALL (outbox) {
  MATCH (destination:Destination)
  WHERE destination.space = $space AND destination.id > '' AND destination.enabled
  UNWIND $people AS person
  WITH destination, person
  WHERE person.merged OR any(type IN person.types WHERE type IN destination.idTypes OR ('*' IN destination.idTypes AND type <> 'anonymous_id'))
  MATCH (root:Profile {segmentId: person.root})
  WHERE NOT root:Child
  CALL (destination, root) {
    MATCH (root)-[:IN]->(audience:Audience)
    WHERE (audience.trait IN destination.audiences OR '*' IN destination.audiences)
      AND (destination.everybody OR EXISTS {
        MATCH (root)<-[:CANONICAL*0..1]-(member:Profile)
        MATCH (told:Told {destination: destination.id, owner: member.segmentId})
        WHERE told.definition = audience.id
      })
    RETURN audience.id AS definition, audience.trait AS trait, 'entered' AS kind, null AS value, null AS scalar
    UNION ALL
    WITH destination, root
    MATCH (root)-[:HAS_TRAIT]->(value:Trait)
    WHERE value.class = 'computed_trait' AND NOT coalesce(value.removed, false)
      AND (value.name IN destination.traits OR '*' IN destination.traits)
      AND (destination.everybody OR EXISTS {
        MATCH (root)<-[:CANONICAL*0..1]-(member:Profile)
        MATCH (told:Told {destination: destination.id, owner: member.segmentId})
        WHERE told.definition = value.definition
      })
    RETURN value.definition AS definition, value.name AS trait, 'computed' AS kind, value.json AS value, value.value AS scalar
    UNION ALL
    WITH destination, root
    MATCH (root)<-[:CANONICAL]-(child:Profile)
    MATCH (told:Told {destination: destination.id, owner: child.segmentId})
    MATCH (audience:Audience {key: $space + '/' + told.definition})
    WHERE NOT EXISTS { (root)-[:IN]->(audience) }
    RETURN DISTINCT audience.id AS definition, audience.trait AS trait, 'exited' AS kind, null AS value, null AS scalar
  }
  RETURN collect({destination: destination.id, owner: root.segmentId, definition: definition, trait: trait, kind: kind, value: value,
                  scalar: scalar}) AS changes
}
FOREACH (i IN range(0, size(changes) - 1) |
  CREATE (:Delivery {key: changes[i].destination + '/' + (outbox.place + i + 1), space: $space, destination: changes[i].destination,
                     place: outbox.place + i + 1, owner: changes[i].owner, definition: changes[i].definition, trait: changes[i].trait,
                     kind: changes[i].kind, value: changes[i].value, scalar: changes[i].scalar, at: datetime.realtime(), again: true,
                     status: 'pending', attempts: 0, done: [], due: datetime.realtime()}))
SET outbox.place = outbox.place + size(changes)
