// Gives profiles the name that drawings show: the name that was sent as a trait, else the e-mail address, else the user ID, else
// the end of the segment ID. A person is shown by the best name of all profiles.
// Params: profiles (segmentIds)
// Returns: nothing
// Index: Profile.segmentId, Trait.key
UNWIND $profiles AS segmentId
MATCH (asked:Profile {segmentId: segmentId})
OPTIONAL MATCH (asked)-[:CANONICAL]->(root:Profile)
UNWIND CASE WHEN root IS NULL THEN [asked] ELSE [asked, root] END AS profile
WITH DISTINCT profile
CALL (profile) {
  OPTIONAL MATCH (full:Trait {key: profile.segmentId + '/name'})
  OPTIONAL MATCH (first:Trait {key: profile.segmentId + '/firstName'})
  OPTIONAL MATCH (last:Trait {key: profile.segmentId + '/lastName'})
  OPTIONAL MATCH (email:Trait {key: profile.segmentId + '/email'})
  WITH profile,
       [text IN [full.value, first.value, last.value, email.value] |
         CASE WHEN text IS :: STRING NOT NULL THEN trim(text) ELSE '' END] AS sent
  WITH profile,
       CASE
         WHEN sent[0] <> '' THEN [sent[0], 'name']
         WHEN sent[1] + sent[2] <> '' THEN [trim(sent[1] + ' ' + sent[2]), 'name']
         WHEN sent[3] <> '' THEN [sent[3], 'email']
       END AS best
  WITH profile,
       CASE WHEN best IS NULL THEN head(COLLECT {
         MATCH (profile)<-[:IDENTIFIES]-(id:ExternalId)
         WHERE id.type IN ['email', 'user_id']
         RETURN [id.value, id.type] ORDER BY id.type, id.key LIMIT 1
       }) ELSE best END AS best
  RETURN coalesce(best, ['…' + right(profile.segmentId, 6), 'segment_id']) AS own
}
SET profile.name = left(own[0], 100), profile.nameFrom = own[1]
WITH DISTINCT profile
WHERE profile:Parent AND NOT profile:Child
CALL (profile) {
  MATCH (profile)<-[:CANONICAL]-(child:Profile)
  RETURN child,
         CASE child.nameFrom WHEN 'name' THEN 3 WHEN 'email' THEN 2 WHEN 'user_id' THEN 1 ELSE 0 END AS worth
  ORDER BY worth DESC, child.seq
  LIMIT 1
}
WITH profile, child, worth
WHERE worth > CASE profile.nameFrom WHEN 'name' THEN 3 WHEN 'email' THEN 2 WHEN 'user_id' THEN 1 ELSE 0 END
SET profile.name = child.name, profile.nameFrom = child.nameFrom
