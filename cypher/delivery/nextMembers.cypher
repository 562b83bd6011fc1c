// The next members of accounts whose audiences a destination is told of by its members, and moves the cursors behind them: a page of the account
// whose turn it is, and of more accounts if they fit in beside it. Then it is the turn of the others: one with very many members holds up none of them.
// An account that is done needs no cursor any more. The caller holds the outbox.
// Params: destination (id), accounts (how many), limit (members)
// Returns: definition (id), anew (whether those are looked at, too, of whom it was told), members (segmentIds of profiles)
// Index: Sync(destination, turn), Account.key, MEMBER_OF(account, seq)
MATCH (sync:Sync)
WHERE sync.destination = $destination AND sync.turn IS NOT NULL
WITH sync ORDER BY sync.destination, sync.turn LIMIT $accounts
OPTIONAL MATCH (account:Account {key: sync.owner})
WITH sync, COUNT { (account)<-[:MEMBER_OF]-() } AS size
WITH collect({sync: sync, size: size}) AS accounts
UNWIND [i IN range(0, size(accounts) - 1)
  WHERE i = 0 OR reduce(total = 0, j IN range(0, i) | total + accounts[j].size) < $limit | accounts[i].sync] AS sync
CALL (sync) {
  MATCH (member)-[belongs:MEMBER_OF]->()
  WHERE belongs.account = sync.owner AND belongs.seq > sync.place
  WITH member, belongs ORDER BY belongs.account, belongs.seq LIMIT $limit
  RETURN collect([member.segmentId, belongs.seq]) AS page
}
WITH sync, page, sync.definition AS definition, sync.anew AS anew
SET sync.place = CASE WHEN size(page) > 0 THEN page[-1][1] ELSE sync.place END, sync.turn = datetime.realtime()
FOREACH (_ IN CASE WHEN size(page) < $limit THEN [1] ELSE [] END | DETACH DELETE sync)
RETURN definition, anew, [each IN page | each[0]] AS members
