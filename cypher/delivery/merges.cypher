// Whether merges that a destination is to be told of still stand, and the first user ID of the people whom they were merged into: of all of
// the person but the child's side.
// Params: rows [{key (of a delivery), child, parent, messageId}]
// Returns: key, at (of the merge; null if it was undone), userId (or null)
// Index: Profile.segmentId
UNWIND $rows AS row
OPTIONAL MATCH (child:Profile {segmentId: row.child})-[merge:MERGED_INTO]->(:Profile {segmentId: row.parent})
WHERE merge.messageId = row.messageId
CALL (child) {
  OPTIONAL MATCH (child)-[:CANONICAL]->(root:Profile)
  OPTIONAL MATCH (root)<-[:CANONICAL*0..1]-(member:Profile)<-[link:IDENTIFIES]-(id:ExternalId {type: 'user_id'})
  WHERE NOT EXISTS { MATCH (member)-[:MERGED_INTO*0..]->(child) }
  RETURN id.value AS userId ORDER BY link.seq, id.key LIMIT 1
}
RETURN row.key AS key, merge.at AS at, userId
