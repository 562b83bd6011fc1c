// The third guard: whatever the program decided, counts in the graph what each event has led to, as of that event (edges
// of later ledger places do not count). Returns what is over a limit; countBefore.cypher then tells whether the event
// raised it or found it so.
// Params: events [{profile, seq, at}], limits {type: {limit, seconds or null}}, standard {limit}, maxMerges, maxIdentifiers
// Returns: suspect {profile, seq, at, what, type, seconds, limit, total}
// Index: Profile.segmentId
UNWIND $events AS event
MATCH (profile:Profile {segmentId: event.profile})
MATCH (profile)-[merges:MERGED_INTO*0..]-(member:Profile)
WHERE all(merge IN merges WHERE merge.seq <= event.seq)
WITH event, collect(DISTINCT member) AS members
CALL (event, members) {
  UNWIND members AS member
  MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
  WHERE link.seq <= event.seq
  WITH event, id.type AS type, link.since AS since
  WITH event, type, coalesce($limits[type], $standard) AS rule, collect(since) AS times
  WITH type, rule, size(times) AS linked,
       CASE WHEN rule.seconds IS NULL THEN size(times)
            ELSE size([since IN times WHERE since >= event.at - duration({seconds: rule.seconds})]) END AS counted
  RETURN sum(linked) AS identifiers,
         collect(CASE WHEN counted > rule.limit
                      THEN {what: type, type: type, seconds: rule.seconds, limit: rule.limit, total: counted} END) AS broken
}
CALL (members) {
  UNWIND members AS member
  MATCH (member)-[:KEPT_APART]->(other:Profile)
  WHERE other IN members
  RETURN count(*) AS apart
}
WITH event, broken
  + CASE WHEN size(members) - 1 > $maxMerges
         THEN [{what: 'merges', type: null, seconds: null, limit: $maxMerges, total: size(members) - 1}] ELSE [] END
  + CASE WHEN identifiers > $maxIdentifiers
         THEN [{what: 'identifiers', type: null, seconds: null, limit: $maxIdentifiers, total: identifiers}] ELSE [] END
  + CASE WHEN apart > 0
         THEN [{what: 'profiles kept apart', type: null, seconds: null, limit: 0, total: apart}] ELSE [] END AS broken
UNWIND broken AS one
RETURN {profile: event.profile, seq: event.seq, at: event.at, what: one.what, type: one.type, seconds: one.seconds,
        limit: one.limit, total: one.total} AS suspect
