// Writes what a batch decided: new profiles, new IDs, and merges as child-to-parent edges. Nothing is moved.
// CANONICAL is the short way from any child to its root, beside the true edges; it is the only thing rewritten.
// An ID that was refused before it belonged to anybody stays the same node, with its refusals.
// Params: space, profiles [{segmentId, name, nameFrom, seq, at, messageId, sourceId}], links [{key, type, value, profile, since,
//         messageId, seq, via (the ID that the event was known by; null for a new person)}], merges [{child, parent, via, rule, at, messageId, seq}], roots [{child, root}]
// Returns: nothing
// Index: Profile.segmentId, RefusedId.key
CALL () {
  UNWIND $profiles AS row
  CREATE (:Profile {segmentId: row.segmentId, space: $space, seq: row.seq, createdAt: row.at,
                    name: row.name, nameFrom: row.nameFrom,
                    messageId: row.messageId, sourceId: row.sourceId})
}
CALL () {
  UNWIND $links AS row
  MATCH (profile:Profile {segmentId: row.profile})
  OPTIONAL MATCH (refused:RefusedId {key: row.key})
  CALL (row, refused) {
    WITH row, refused
    WHERE refused IS NULL
    CREATE (id:ExternalId {key: row.key, space: $space, type: row.type, value: row.value})
    RETURN id
    UNION ALL
    WITH refused
    WHERE refused IS NOT NULL
    REMOVE refused:RefusedId
    SET refused:ExternalId
    RETURN refused AS id
  }
  CREATE (id)-[:IDENTIFIES {since: row.since, messageId: row.messageId, seq: row.seq, via: row.via}]->(profile)
  SET profile.idTypes = CASE WHEN row.type IN coalesce(profile.idTypes, []) THEN profile.idTypes
                             ELSE coalesce(profile.idTypes, []) + row.type END
}
CALL () {
  UNWIND $merges AS row
  MATCH (child:Profile {segmentId: row.child})
  MATCH (parent:Profile {segmentId: row.parent})
  CREATE (child)-[:MERGED_INTO {at: row.at, messageId: row.messageId, via: row.via, rule: row.rule, seq: row.seq}]->(parent)
  SET child:Child, parent:Parent
  REMOVE child:Blob
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
