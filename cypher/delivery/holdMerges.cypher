// Keeps the merges of a stretch of the ledger for a destination, until it is time to tell of them. It will be told that the IDs of the child
// are now those of the parent: the IDs that it was told something about, or else the first anonymous one. Which these are is found now: what
// was told of the child is noted with the parent, once something is told of both.
// A stretch that was read before is not held again.
// Params: key (of the destination), space, from (exclusive) and to (inclusive), hold (hours), most (IDs of one merge)
// Returns: nothing
// Index: Destination.key, Decision(space, seq), Profile.segmentId, Told(destination, owner)
MATCH (destination:Destination {key: $key})
MATCH (decision:Decision)
WHERE decision.space = $space AND decision.seq > $from AND decision.seq <= $to AND decision.outcome = 'merged'
  AND decision.seq > destination.aliasesFrom AND decision.seq > coalesce(destination.aliasesTo, 0)
UNWIND decision.merged AS pair
WITH destination, decision, split(pair, '>') AS names
MATCH (child:Profile {segmentId: names[0]})
CALL (child, decision) {
  MATCH (child)<-[:MERGED_INTO*0..]-(:Profile)<-[link:IDENTIFIES]-(id:ExternalId)
  WHERE link.seq < decision.seq
  WITH id.type + ':' + id.value AS name ORDER BY link.seq, id.key
  RETURN collect(name) AS ids
}
CALL (destination, child) {
  OPTIONAL MATCH (child)-[:CANONICAL]->(above:Profile)
  WITH destination, coalesce(above, child) AS root
  MATCH (root)<-[:CANONICAL*0..1]-(member:Profile)
  MATCH (told:Told {destination: destination.id, owner: member.segmentId})
  UNWIND told.ids AS id
  RETURN collect(DISTINCT id) AS told
}
WITH destination, decision, names, [id IN ids WHERE id IN told][..$most] AS known,
     [id IN ids WHERE id STARTS WITH 'anonymous_id:'][..1] AS anonymous
CREATE (:PendingAlias {key: destination.id + '/' + decision.seq + '/' + names[0], space: $space, destination: destination.id,
                       seq: decision.seq, messageId: decision.messageId, child: names[0], parent: names[1],
                       ids: CASE WHEN size(known) > 0 THEN known ELSE anonymous END,
                       due: datetime.realtime() + duration({hours: $hold})})
