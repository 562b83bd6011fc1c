// A page of what has failed for good at a destination, oldest first, with what holds of each person or account today.
// Params: destination (id), key (of one delivery; empty for all), after (place; the page begins behind it), limit
// Returns: key, place, at, kind, value (JSON) and scalar (as noted), inside (whether they are in the audience), json and plain (the value of the
//          computed trait; both null if there is none)
// Index: Delivery(destination, status, place), Delivery.key, Profile.segmentId, Account.key, Audience.key, Trait.key, Definition.key
CALL () {
  MATCH (delivery:Delivery)
  WHERE $key = '' AND delivery.destination = $destination AND delivery.status = 'failed' AND delivery.place > $after
  RETURN delivery ORDER BY delivery.destination, delivery.status, delivery.place LIMIT $limit
  UNION
  MATCH (delivery:Delivery {key: $key})
  WHERE delivery.destination = $destination AND delivery.status = 'failed'
  RETURN delivery
}
OPTIONAL MATCH (profile:Profile {segmentId: delivery.owner})
OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
OPTIONAL MATCH (account:Account {key: delivery.owner})
OPTIONAL MATCH (definition:Definition {key: delivery.space + '/' + delivery.definition})
WITH delivery, coalesce(above, profile, account) AS root, definition
OPTIONAL MATCH (value:Trait {key: '/' + definition.id + '/' + coalesce(root.segmentId, root.key)})
WHERE NOT coalesce(value.removed, false)
RETURN delivery.key AS key, delivery.place AS place, delivery.at AS at, delivery.kind AS kind, delivery.value AS value,
       delivery.scalar AS scalar, EXISTS { MATCH (root)-[:IN]->(definition) }
         OR EXISTS { MATCH (root)<-[:CANONICAL*0..1]-(:Profile)-[:MEMBER_OF]->(:Account)-[:IN]->(definition) } AS inside, value.json AS json, value.value AS plain
ORDER BY place
