// The ledger of a space for files: each stored event with the profile that took it, whose that was after the event, and its entry if it has
// one. Whose it was follows from the merges up to then: a merge is a relationship with its place, and a profile has one at most.
// An unmerge takes such a relationship away; whoever adds that has to keep what was true before it, for this and for merges.cypher.
// Params: space, after (place), to (place), limit
// Returns: seq, messageId, timestamp, type, sourceId, outcome, body (JSON), profile and canonical (segmentIds), identifiers (JSON text, or
//          null), merged (list of child>parent, or null)
// Index: Event(space, seq), Decision.key
CALL () {
  MATCH (event:Event)
  WHERE event.space = $space AND event.seq > $after AND event.seq <= $to
  RETURN event, event.seq AS seq ORDER BY event.space, event.seq LIMIT $limit
}
MATCH (event)-[:OF]->(profile:Profile)
OPTIONAL MATCH (decision:Decision {key: $space + '/' + toString(seq)})
RETURN seq, event.messageId AS messageId, event.timestamp AS timestamp, event.type AS type,
       coalesce(event.sourceId, '') AS sourceId, event.outcome AS outcome, event.body AS body, profile.segmentId AS profile,
       CASE WHEN profile:Child THEN head(COLLECT {
         MATCH path = (profile)-[:MERGED_INTO*0..]->(root:Profile)
         WHERE all(merge IN relationships(path) WHERE merge.seq <= seq)
         RETURN root.segmentId ORDER BY length(path) DESC LIMIT 1
       }) ELSE profile.segmentId END AS canonical,
       decision.identifiers AS identifiers, decision.merged AS merged
ORDER BY seq
