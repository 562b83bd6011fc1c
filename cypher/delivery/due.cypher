// People of whom a destination is to be told something now, each with all that waits of them, in order. Of somebody whose earliest change is
// to be tried again later, nothing is sent before that.
// Params: destination (id), busy (segmentIds of profiles about whom messages are on their way), limit (people), most (changes of one person),
//         characters (of all values and events that wait of them, and of the IDs that know something: those beyond are not in the page)
// Returns: root (canonical segmentId; null if the profile is gone), owners (segmentIds of all profiles of the person), changes (maps, with
//          whether their definition is gone), waits (until when, or null), characters
// Index: Delivery(destination, due), Profile.segmentId, Delivery(destination, owner, due), Told(destination, owner), Definition.key
WITH datetime.realtime() AS now
CALL (now) {
  MATCH (delivery:Delivery)
  USING INDEX SEEK delivery:Delivery(destination, due)
  WHERE delivery.destination = $destination AND delivery.due <= now AND NOT delivery.owner IN $busy
  WITH delivery ORDER BY delivery.destination, delivery.due LIMIT $limit
  RETURN DISTINCT delivery.owner AS owner
}
OPTIONAL MATCH (profile:Profile {segmentId: owner})
OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
WITH DISTINCT now, coalesce(above, profile) AS root, CASE WHEN profile IS NULL THEN owner END AS gone
WITH now, root, gone, CASE WHEN root IS NULL THEN [gone]
  ELSE [root.segmentId] + [(root)<-[:CANONICAL]-(child:Profile) | child.segmentId] END AS owners
WHERE none(name IN owners WHERE name IN $busy)
CALL (owners) {
  MATCH (waiting:Delivery)
  USING INDEX SEEK waiting:Delivery(destination, owner, due)
  WHERE waiting.destination = $destination AND waiting.owner IN owners AND waiting.due IS NOT NULL
  WITH waiting ORDER BY waiting.place LIMIT $most
  // A value that is too long to be told is not kept.
  RETURN collect(waiting) AS changes,
         sum(CASE WHEN waiting.kind = 'computed' AND waiting.value IS NULL THEN 0 ELSE coalesce(waiting.size, 0) END) AS size
}
CALL (owners) {
  MATCH (told:Told)
  WHERE told.destination = $destination AND told.owner IN owners
  RETURN sum(coalesce(told.size, 0)) AS known
}
WITH now, root, owners, changes, size + known AS size
WHERE size(changes) > 0
WITH now, collect({root: root.segmentId, owners: owners, changes: changes, size: size}) AS people
UNWIND range(0, size(people) - 1) AS i
WITH now, people[i] AS person, i, reduce(sum = 0, j IN range(0, i) | sum + people[j].size) AS characters
WHERE i = 0 OR characters <= $characters
RETURN person.root AS root, person.owners AS owners, [change IN person.changes | change {.*, gone: change.definition IS NOT NULL
    AND NOT EXISTS { MATCH (definition:Definition {key: change.space + '/' + change.definition}) }}] AS changes,
  CASE WHEN person.changes[0].due > now THEN person.changes[0].due END AS waits, person.size AS characters
