// What people had said of themselves up to a time: traits keep only their newest value, so earlier ones are taken from the
// identify calls.
// Params: people (segmentIds of roots), until
// Returns: root, calls ([member's segmentId, member's seq, timestamp, seq, body])
// Index: Profile.segmentId
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
WITH root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
CALL (members) {
  UNWIND members AS member
  MATCH (member)<-[:OF]-(event:Event)
  WHERE event.type = 'identify' AND event.timestamp <= $until
  RETURN collect([member.segmentId, member.seq, event.timestamp, event.seq, event.body]) AS calls
}
RETURN root.segmentId AS root, calls
