// How much of a suspect (see check.cypher) was there before its event: the most that any one of the people had whom the
// event brought together; of pairs kept apart, all that were together in one of them. A limit that was lowered later, or
// a pair that was parted on paper only, must not stop the people whom it finds so.
// Params: suspects [{profile, seq, at, what, type, seconds, limit, total}]
// Returns: suspect, before
// Index: Profile.segmentId
UNWIND $suspects AS suspect
MATCH (profile:Profile {segmentId: suspect.profile})
MATCH (profile)-[merges:MERGED_INTO*0..]-(member:Profile)
WHERE all(merge IN merges WHERE merge.seq <= suspect.seq)
WITH DISTINCT suspect, member
MATCH (member)-[ups:MERGED_INTO*0..]->(root:Profile)
WHERE all(up IN ups WHERE up.seq < suspect.seq)
  AND NOT EXISTS { MATCH (root)-[further:MERGED_INTO]->(:Profile) WHERE further.seq < suspect.seq }
CALL (suspect, member) {
  OPTIONAL MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
  WHERE link.seq < suspect.seq AND (suspect.type IS NULL OR id.type = suspect.type)
    AND (suspect.seconds IS NULL OR link.since >= suspect.at - duration({seconds: suspect.seconds}))
  RETURN count(link) AS identifiers
}
WITH suspect, root, collect(member) AS members, sum(identifiers) AS identifiers
CALL (suspect, members) {
  UNWIND members AS member
  MATCH (member)-[:KEPT_APART]->(other:Profile)
  WHERE suspect.what = 'profiles kept apart' AND other IN members
  RETURN count(*) AS apart
}
WITH suspect, max(size(members) - 1) AS merges, max(identifiers) AS identifiers, sum(apart) AS apart
RETURN suspect, CASE suspect.what WHEN 'merges' THEN merges WHEN 'profiles kept apart' THEN apart
                                  ELSE identifiers END AS before
