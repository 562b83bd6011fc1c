// Who has come to belong to accounts by the next places of the ledger, and moves the cursor behind them; it ends where no destination is told of
// members. Places are handed out under a lock that is held until the commit, so nothing of the stretch is still to come. The caller holds the
// outbox.
// Params: space, places (how many are looked at)
// Returns: found ([segmentId of the profile, key of the account])
// Index: Outbox.space, Ledger.space, Event(space, seq), Profile.segmentId, Destination(space, id)
MATCH (outbox:Outbox {space: $space})
MATCH (ledger:Ledger {space: $space})
WITH outbox, outbox.members AS begin, ledger.seq AS end
WHERE begin < end
WITH outbox, begin, CASE WHEN end - begin > $places THEN begin + $places ELSE end END AS upTo
SET outbox.members = CASE WHEN EXISTS {
    MATCH (destination:Destination)
    WHERE destination.space = $space AND destination.id > '' AND destination.accounts = 'members' AND destination.enabled
  } THEN upTo END
WITH outbox, begin, upTo
WHERE outbox.members IS NOT NULL
MATCH (event:Event)
WHERE event.space = $space AND event.seq > begin AND event.seq <= upTo AND event.type = 'group'
MATCH (profile:Profile {segmentId: event.owner})-[belongs:MEMBER_OF]->(account:Account)
WHERE belongs.seq = event.seq
RETURN collect([profile.segmentId, account.key]) AS found
