// How two external IDs are tied: the one path over the true edges, as merges form a tree. Which rules were in force when an ID was
// linked depends on the event that linked it.
// Params: space, from, to (ExternalId keys)
// Returns: from and to ([type, value, profile, since, messageId, rulesVersion]), merges ([child, parent, at, messageId, via,
//          rule]), root
// Index: ExternalId.key, Event(space, messageId)
MATCH (from:ExternalId {key: $from})-[first:IDENTIFIES]->(start:Profile)
MATCH (to:ExternalId {key: $to})-[last:IDENTIFIES]->(end:Profile)
OPTIONAL MATCH (start)-[:CANONICAL]->(above:Profile)
OPTIONAL MATCH (one:Event {space: $space, messageId: first.messageId})
OPTIONAL MATCH (other:Event {space: $space, messageId: last.messageId})
MATCH path = (start)-[:MERGED_INTO*0..]-(end)
RETURN [from.type, from.value, start.segmentId, first.since, first.messageId, one.rulesVersion] AS from,
       [to.type, to.value, end.segmentId, last.since, last.messageId, other.rulesVersion] AS to,
       [merge IN relationships(path) | [startNode(merge).segmentId, endNode(merge).segmentId, merge.at, merge.messageId,
                                        merge.via, merge.rule]] AS merges,
       coalesce(above, start).segmentId AS root
