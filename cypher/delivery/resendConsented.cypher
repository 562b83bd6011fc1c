// Notes people who consent now to all that a destination asks for: what it does not know of them, or was not told as they did not consent.
// The first SET holds the outbox.
// Params: space, people (segmentIds of roots), place (of the ledger, up to which this is), prefix (of the names of traits about consent),
//         reason (how the reason of what was withheld begins), longest (characters of a value; of a longer one only the length is noted)
// Returns: nothing
// Index: Outbox.space, Destination(space, id), Profile.segmentId, Trait.key, Told(destination, owner), Delivery(owner, destination),
//        Definition.key, Backlog.destination
MATCH (outbox:Outbox {space: $space})
SET outbox.openedBy = 'consent', outbox.consent = $place
WITH outbox
CALL (outbox) {
  MATCH (destination:Destination)
  WHERE destination.space = $space AND destination.id > '' AND destination.enabled AND destination.muted IS NULL
    AND size(destination.consentCategories) > 0
  UNWIND $people AS person
  MATCH (root:Profile {segmentId: person})
  WHERE NOT root:Child
  WITH destination, root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
  CALL (destination, members) {
    UNWIND destination.consentCategories AS category
    CALL (members, category) {
      UNWIND members AS member
      MATCH (said:Trait {key: member.segmentId + '/' + $prefix + category})
      WITH said ORDER BY said.timestamp DESC, said.seq DESC LIMIT 1
      WHERE said.value = true
      RETURN count(said) AS given
    }
    RETURN sum(given) AS given
  }
  WITH destination, root, members, given
  WHERE given = size(destination.consentCategories)
  CALL (destination, members) {
    UNWIND members AS member
    MATCH (told:Told {destination: destination.id, owner: member.segmentId})
    RETURN collect(DISTINCT told.definition) AS known
  }
  CALL (destination, members) {
    WITH destination, [member IN members | member.segmentId] AS owners
    MATCH (withheld:Delivery)
    USING INDEX withheld:Delivery(owner, destination)
    WHERE withheld.destination = destination.id AND withheld.owner IN owners AND withheld.status = 'filtered'
      AND withheld.reason STARTS WITH $reason AND withheld.madeUpFor IS NULL
    SET withheld.madeUpFor = true
    RETURN collect(DISTINCT withheld.definition) AS missed
  }
  CALL (destination, root, known, missed) {
    MATCH (root)-[:IN]->(audience:Audience)
    WHERE (audience.liveSince IS NOT NULL OR coalesce(audience.computed, 0) > 0)
      AND (audience.trait IN destination.audiences OR '*' IN destination.audiences) AND NOT audience.trait IN coalesce(destination.leftOut, [])
      AND NOT audience.id IN known AND (destination.everybody OR audience.id IN missed)
    RETURN audience.id AS definition, audience.trait AS trait, 'entered' AS kind, null AS value, null AS scalar, null AS size, true AS again
    UNION ALL
    WITH root, known
    UNWIND known AS told
    MATCH (audience:Definition {key: $space + '/' + told})
    WHERE audience:Audience AND coalesce(audience.level, '') <> 'ACCOUNTS' AND NOT EXISTS { (root)-[:IN]->(audience) }
    RETURN audience.id AS definition, audience.trait AS trait, 'exited' AS kind, null AS value, null AS scalar, null AS size, true AS again
    UNION ALL
    WITH destination, root, known, missed
    MATCH (root)-[:HAS_TRAIT]->(value:Trait)
    WHERE value.class = 'computed_trait' AND (value.name IN destination.traits OR '*' IN destination.traits)
      AND NOT value.name IN coalesce(destination.leftOut, [])
      AND EXISTS {
        MATCH (definition:Definition {key: $space + '/' + value.definition})
        WHERE (definition.liveSince IS NOT NULL OR coalesce(definition.computed, 0) > 0)
      }
      AND (value.definition IN missed
           OR (destination.everybody AND NOT value.definition IN known AND NOT coalesce(value.removed, false)))
    WITH known, value, size(coalesce(value.json, CASE WHEN value.value IS :: STRING THEN value.value ELSE '' END)) AS size
    RETURN value.definition AS definition, value.name AS trait, 'computed' AS kind, CASE WHEN size <= $longest THEN value.json END AS value,
           CASE WHEN size <= $longest THEN value.value END AS scalar, size, NOT value.definition IN known AS again
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
