// What a person has consented to: of each category what all profiles of the merged subgraph say. Who wins is decided by the reader.
// Params: root (segmentId), prefix (of the names of such traits), limit
// Returns: trait ([name, value, json, timestamp, seq, sourceId, messageId, class, profile's seq])
// Index: Profile.segmentId, Trait.key
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
MATCH (trait:Trait)
WHERE trait.key STARTS WITH member.segmentId + '/' + $prefix
RETURN [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId, trait.class,
        member.seq] AS trait
LIMIT $limit
