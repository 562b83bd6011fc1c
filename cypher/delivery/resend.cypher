// Notes people who have got IDs: the audiences they are in and the values they have go to the IDs that were not told yet. What was told of
// a profile that was merged, or is on its way, and does not hold of the person, is taken back. Audiences of accounts
// are not among it. Where all IDs know it, nothing is noted. A
// destination that is to be told of changes alone is told of what it was told before, and of what has changed since it was made, as of that
// the person may have had no ID to tell it to. The first SET holds the outbox.
// Params: space, people [{root (segmentId), merged, types (of the IDs that were linked)}], place (of the ledger, up to which this is), most
//         (IDs of one person), longest (characters of a value; of a longer one only the length is noted)
// Returns: nothing
// Index: Outbox.space, Destination(space, id), Profile.segmentId, Told(destination, owner), Delivery(destination, owner), Audience.key,
//        Definition.key, Backlog.destination
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
  CALL (destination, owners) {
    UNWIND owners AS owner
    MATCH (:Profile {segmentId: owner})<-[link:IDENTIFIES]-(id:ExternalId)
    WHERE id.type IN destination.idTypes OR ('*' IN destination.idTypes AND id.type <> 'anonymous_id')
    WITH id, link ORDER BY link.seq, id.key LIMIT $most
    RETURN collect(id.type + ':' + id.value) AS names
  }
  CALL (destination, person, owners) {
    CALL (destination, person, owners) {
      MATCH (told:Told)
      WHERE told.destination = destination.id AND told.owner IN owners
      RETURN told.definition AS definition, told.trait AS trait, told.audience AS audience, told.ids AS ids,
             coalesce(told.value, '') AS value
      UNION ALL
      WITH destination, person, owners
      WHERE person.merged
      MATCH (waiting:Delivery)
      USING INDEX SEEK waiting:Delivery(destination, owner, due)
      WHERE waiting.destination = destination.id AND waiting.owner IN owners AND waiting.due IS NOT NULL AND waiting.definition IS NOT NULL
      RETURN DISTINCT waiting.definition AS definition, waiting.trait AS trait, waiting.kind <> 'computed' AS audience, [] AS ids, null AS value
    }
    WITH definition, trait, audience, reduce(all = [], some IN collect(ids) | all + some) AS ids, collect(DISTINCT value) AS values
    RETURN collect({definition: definition, trait: trait, audience: audience, ids: ids,
                    same: size(values) = 1 AND values[0] <> ''}) AS known
  }
  WITH destination, person, root, names, known, [each IN known | each.definition] AS definitions
  CALL (destination, person, root, names, known, definitions) {
    MATCH (root)-[inside:IN]->(audience:Audience)
    WHERE audience:Definition AND (audience.liveSince IS NOT NULL OR coalesce(audience.computed, 0) > 0)
      AND (audience.trait IN destination.audiences OR '*' IN destination.audiences) AND NOT audience.trait IN coalesce(destination.leftOut, [])
      AND (destination.everybody OR audience.id IN definitions
           OR (inside.since > destination.createdAt AND inside.since > audience.liveSince))
    WITH audience, coalesce(head([each IN known WHERE each.definition = audience.id | each.ids]), []) AS told
    WHERE any(name IN names WHERE NOT name IN told)
    RETURN audience.id AS definition, audience.trait AS trait, 'entered' AS kind, null AS value, null AS scalar, null AS size, true AS again
    UNION ALL
    WITH destination, root, names, known, definitions
    MATCH (root)-[:HAS_TRAIT]->(value:Trait)
    WHERE size(names) > 0 AND value.class = 'computed_trait' AND NOT coalesce(value.removed, false)
      AND (value.name IN destination.traits OR '*' IN destination.traits) AND NOT value.name IN coalesce(destination.leftOut, [])
      AND EXISTS {
        MATCH (definition:Definition {key: $space + '/' + value.definition})
        WHERE (definition.liveSince IS NOT NULL OR coalesce(definition.computed, 0) > 0)
      }
      AND (destination.everybody OR value.definition IN definitions
           OR (value.timestamp > destination.createdAt AND EXISTS {
             MATCH (definition:Definition {key: $space + '/' + value.definition})
             WHERE value.timestamp > definition.liveSince
           }))
    WITH value, head([each IN known WHERE each.definition = value.definition]) AS told
    WHERE NOT coalesce(told.same, false) OR any(name IN names WHERE NOT name IN told.ids)
    WITH value, size(coalesce(value.json, CASE WHEN value.value IS :: STRING THEN value.value ELSE '' END)) AS size
    RETURN value.definition AS definition, value.name AS trait, 'computed' AS kind, CASE WHEN size <= $longest THEN value.json END AS value,
           CASE WHEN size <= $longest THEN value.value END AS scalar, size, true AS again
    UNION ALL
    WITH person, root, known
    UNWIND known AS each
    WITH person, root, each
    WHERE person.merged AND each.audience AND NOT EXISTS { MATCH (root)-[inside:IN]->(:Audience {key: $space + '/' + each.definition}) }
      AND NOT EXISTS { MATCH (:Definition {key: $space + '/' + each.definition, level: 'ACCOUNTS'}) }
    RETURN each.definition AS definition, each.trait AS trait, 'exited' AS kind, null AS value, null AS scalar, null AS size, null AS again
    UNION ALL
    WITH person, root, known
    UNWIND known AS each
    WITH person, root, each
    WHERE person.merged AND NOT each.audience AND NOT EXISTS {
        MATCH (value:Trait {key: '/' + each.definition + '/' + root.segmentId}) WHERE NOT coalesce(value.removed, false)
      }
    RETURN each.definition AS definition, each.trait AS trait, 'computed' AS kind, 'null' AS value, null AS scalar, null AS size, null AS again
  }
  RETURN collect({destination: destination.id, owner: root.segmentId, definition: definition, trait: trait, kind: kind, value: value,
                  scalar: scalar, size: size, again: again}) AS changes
}
FOREACH (i IN range(0, size(changes) - 1) |
  CREATE (:Delivery {key: changes[i].destination + '/' + (outbox.place + i + 1), space: $space, destination: changes[i].destination,
                     place: outbox.place + i + 1, owner: changes[i].owner, definition: changes[i].definition, trait: changes[i].trait,
                     kind: changes[i].kind, value: changes[i].value, scalar: changes[i].scalar, size: changes[i].size, at: datetime.realtime(),
                     again: changes[i].again, status: 'pending', attempts: 0, done: [], due: datetime.realtime(), notedAt: datetime.realtime()}))
SET outbox.place = outbox.place + size(changes)
WITH changes
UNWIND changes AS change
WITH change.destination AS destination, count(*) AS noted
MERGE (backlog:Backlog {destination: destination})
ON CREATE SET backlog.space = $space, backlog.noted = 0
SET backlog.noted = backlog.noted + noted
