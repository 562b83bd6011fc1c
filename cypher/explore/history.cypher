// history: One person's history: every decision about any profile of theirs, one row each, in the order in which it was made.
// Look at: summary says in words what each event changed and why. The first merged row after which strange IDs appear
// is where two people became one; its messageId finds the event. Draw it with history-drawing.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:ada.novak@mail.example';
// Returns: seq, timestamp, outcome, summary, refused, codes, merged, messageId
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
MATCH (root)<-[:CANONICAL*0..1]-(:Profile)<-[:ABOUT]-(decision:Decision)
WITH DISTINCT decision
RETURN decision.seq AS seq,
       toString(datetime.truncate('second', decision.timestamp)) AS timestamp,
       decision.outcome AS outcome,
       decision.summary AS summary,
       decision.refused AS refused,
       decision.codes AS codes,
       decision.merged AS merged,
       decision.messageId AS messageId
ORDER BY seq
LIMIT 1000
