// Writes what a batch decided: new profiles, new IDs, and merges as child-to-parent edges. Nothing is moved.
// CANONICAL is the short way from any child to its root, beside the true edges; it is the only thing rewritten.
// Params: space, profiles [{segmentId, seq, at, messageId, sourceId}], links [{key, type, value, profile, since,
//         messageId, seq}], merges [{child, parent, via, rule, at, messageId, seq}], roots [{child, root}]
// Returns: nothing
// Index: Profile.segmentId
CALL () {
  UNWIND $profiles AS row
  CREATE (:Profile {segmentId: row.segmentId, space: $space, seq: row.seq, createdAt: row.at,
                    messageId: row.messageId, sourceId: row.sourceId})
}
CALL () {
  UNWIND $links AS row
  MATCH (profile:Profile {segmentId: row.profile})
  CREATE (id:ExternalId {key: row.key, space: $space, type: row.type, value: row.value})
  CREATE (id)-[:IDENTIFIES {since: row.since, messageId: row.messageId, seq: row.seq}]->(profile)
  SET profile.idTypes = CASE WHEN row.type IN coalesce(profile.idTypes, []) THEN profile.idTypes
                             ELSE coalesce(profile.idTypes, []) + row.type END
}
CALL () {
  UNWIND $merges AS row
  MATCH (child:Profile {segmentId: row.child})
  MATCH (parent:Profile {segmentId: row.parent})
  CREATE (child)-[:MERGED_INTO {at: row.at, messageId: row.messageId, via: row.via, rule: row.rule, seq: row.seq}]->(parent)
  SET child:Child, parent:Parent
}
CALL () {
  UNWIND $roots AS row
  MATCH (child:Profile {segmentId: row.child})
  MATCH (root:Profile {segmentId: row.root})
  WITH child, root, [child] + [(child)<-[:CANONICAL]-(below:Profile) | below] AS moving
  UNWIND moving AS profile
  OPTIONAL MATCH (profile)-[old:CANONICAL]->(:Profile)
  DELETE old
  CREATE (profile)-[:CANONICAL]->(root)
}
