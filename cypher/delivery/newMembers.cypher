// Who has come to belong to accounts by the next places of the ledger, in order, and some places at a time. Places are handed out under a lock that is
// held until the commit, so nothing of the stretch is still to come.
// Params: space, places (of the ledger that are looked through), limit
// Returns: end (the place up to which this is), found ([segmentId of the profile, key of the account]); no row if nothing is new
// Index: Outbox.space, Ledger.space, Event(space, seq), Profile.segmentId
MATCH (outbox:Outbox {space: $space})
MATCH (ledger:Ledger {space: $space})
WHERE ledger.seq > outbox.members
WITH outbox.members AS begin, ledger.seq AS end
WITH begin, CASE WHEN end - begin > $places THEN begin + $places ELSE end END AS upTo
CALL (begin, upTo) {
  MATCH (event:Event)
  WHERE event.space = $space AND event.seq > begin AND event.seq <= upTo AND event.type = 'group'
  WITH event ORDER BY event.seq
  MATCH (profile:Profile {segmentId: event.owner})-[belongs:MEMBER_OF]->(account:Account)
  WHERE belongs.seq = event.seq
  WITH event.seq AS seq, profile.segmentId AS profile, account.key AS account ORDER BY seq LIMIT $limit
  RETURN collect([seq, profile, account]) AS found
}
RETURN CASE WHEN size(found) = $limit THEN found[-1][0] ELSE upTo END AS end, [entry IN found | entry[1..]] AS found
