// How a person grew, step by step: what each event added, and how large the person was after it.
// Look at: came. A step that adds many IDs or profiles at once is where a stranger joined; with is the ID that the event was known by.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:ada.novak@mail.example';
// Returns: step, timestamp, came, with, ids and profiles (after the step), messageId
// Index: ExternalId.key, Profile.segmentId
CALL () {
  MATCH (:ExternalId {key: $space + '/' + $id})-[:IDENTIFIES]->(found:Profile)
  RETURN found
  UNION
  MATCH (found:Profile {segmentId: $id})
  WHERE found.space = $space
  RETURN found
}
OPTIONAL MATCH (found)-[:CANONICAL]->(parent:Profile)
WITH coalesce(parent, found) AS root
CALL (root) {
  MATCH (root)<-[:CANONICAL*0..1]-()<-[link:IDENTIFIES]-(id:ExternalId)
  RETURN link.seq AS seq, link.since AS timestamp, link.messageId AS messageId, id.type + ':' + id.value AS what, link.via AS via,
         1 AS newIds, 0 AS newProfiles
  UNION ALL
  MATCH (root)<-[:CANONICAL]-(child)-[merge:MERGED_INTO]->()
  RETURN merge.seq AS seq, merge.at AS timestamp, merge.messageId AS messageId, 'profile ' + child.name AS what, merge.via AS via,
         0 AS newIds, 1 AS newProfiles
}
WITH seq, timestamp, messageId, collect(what) AS came, head(collect(via)) AS with, sum(newIds) AS newIds, sum(newProfiles) AS newProfiles
ORDER BY seq
LIMIT 1000
WITH collect({timestamp: timestamp, messageId: messageId, came: came, with: with, newIds: newIds, newProfiles: newProfiles}) AS steps
UNWIND range(0, size(steps) - 1) AS place
RETURN place + 1 AS step,
       steps[place].timestamp AS timestamp,
       steps[place].came AS came,
       steps[place].with AS with,
       reduce(n = 0, one IN steps[..place + 1] | n + one.newIds) AS ids,
       reduce(n = 1, one IN steps[..place + 1] | n + one.newProfiles) AS profiles,
       steps[place].messageId AS messageId
ORDER BY step
