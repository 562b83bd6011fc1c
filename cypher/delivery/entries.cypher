// What stands in some places of the ledger: events as they were received, or what was decided about them.
// Params: space, events and decisions (places)
// Returns: seq, event (body and outcome; null for a decision), decision (map; null for an event), merges ([{child, parent, via, rule}] of a
//          decision)
// Index: Event(space, seq), Decision(space, seq), Profile.segmentId
CALL () {
  UNWIND $events AS place
  MATCH (event:Event)
  WHERE event.space = $space AND event.seq = place
  RETURN place AS seq, event {.body, .outcome} AS event, null AS decision, [] AS merges
  UNION ALL
  UNWIND $decisions AS place
  MATCH (decision:Decision)
  WHERE decision.space = $space AND decision.seq = place
  RETURN place AS seq, null AS event, properties(decision) AS decision, COLLECT {
    UNWIND coalesce(decision.merged, []) AS pair
    WITH split(pair, '>') AS names
    OPTIONAL MATCH (:Profile {segmentId: names[0]})-[merge:MERGED_INTO]->(:Profile {segmentId: names[1]})
    WHERE merge.seq = place
    RETURN {child: names[0], parent: names[1], via: merge.via, rule: merge.rule}
  } AS merges
}
RETURN seq, event, decision, merges
