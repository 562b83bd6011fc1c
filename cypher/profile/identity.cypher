// The merged subgraph of a person: profiles, the IDs on them, and the true edges between them; of each the first of the
// ledger, where there are more than one can look at.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// Params: root, limit (of profiles, links and merges each)
// Returns: one row: root (segmentId), profiles ([segmentId, createdAt, seq]), links ([type, value, profile, since, messageId, seq]),
//          merges ([child, parent, at, messageId, via, rule, seq])
// Index: Profile.segmentId
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
WITH root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
CALL (members) {
  UNWIND members AS member
  MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
  WITH member, link, id ORDER BY link.seq, id.key LIMIT $limit
  RETURN collect([id.type, id.value, member.segmentId, link.since, link.messageId, link.seq]) AS links
}
CALL (members) {
  UNWIND members AS member
  MATCH (member)-[merge:MERGED_INTO]->(parent:Profile)
  WITH member, merge, parent ORDER BY merge.seq LIMIT $limit
  RETURN collect([member.segmentId, parent.segmentId, merge.at, merge.messageId, merge.via, merge.rule, merge.seq]) AS merges
}
RETURN root.segmentId AS root, [member IN members[..$limit] | [member.segmentId, member.createdAt, member.seq]] AS profiles,
       links, merges
