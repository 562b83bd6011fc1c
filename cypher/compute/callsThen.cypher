// What some people had said of themselves up to a time, one call a row. Traits keep only their newest value, so earlier ones
// are taken from the identify calls, and what people consented to from the events that say so.
// Params: people (segmentIds of roots), until
// Returns: root, member (segmentId), memberSeq, timestamp, seq, body
// Index: Profile.segmentId
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
MATCH (member)<-[:OF]-(event:Event)
WHERE (event.type = 'identify' OR event.saysConsent) AND event.timestamp <= $until
RETURN root.segmentId AS root, member.segmentId AS member, member.seq AS memberSeq, event.timestamp AS timestamp,
       event.seq AS seq, event.body AS body
