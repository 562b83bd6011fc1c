// All events of every name of a person who has many, one by one.
// Params: person (segmentId of the root), from, columns, most
// Returns: timestamp, seq, values (of columns)
// Index: Profile.segmentId, Event(owner, name, timestamp)
MATCH (root:Profile {segmentId: $person})
CALL (root) {
  MATCH (root)<-[:CANONICAL]-(child:Profile)
  WHERE root:Parent
  RETURN collect(child) AS children
}
UNWIND [root] + children AS member
MATCH (event:Event)
WHERE event.owner = member.segmentId AND event.name IS NOT NULL AND event.timestamp >= $from
RETURN event.timestamp AS timestamp, event.seq AS seq, [column IN $columns | event[column]] AS values
LIMIT $most
