// The next members of accounts whose audiences a destination is told of by its members, and moves the cursors behind them: a page of the first
// account, and more accounts if they fit in beside it. An account that is done needs no cursor any more. The caller holds the outbox.
// Params: destination (id), accounts (how many), limit (members)
// Returns: definition (id), anew (whether those are looked at, too, of whom it was told), members (segmentIds of profiles)
// Index: Sync.destination, Account.key
MATCH (sync:Sync {destination: $destination})
WHERE sync.running AND sync.kind = 'belonging'
WITH sync ORDER BY sync.key LIMIT $accounts
OPTIONAL MATCH (account:Account {key: sync.owner})
WITH sync, account, COUNT { (account)<-[:MEMBER_OF]-() } AS size
WITH collect({sync: sync, account: account, size: size}) AS accounts
UNWIND [i IN range(0, size(accounts) - 1)
  WHERE i = 0 OR reduce(total = 0, j IN range(0, i) | total + accounts[j].size) < $limit | accounts[i]] AS one
WITH one.sync AS sync, one.account AS account
CALL (sync, account) {
  MATCH (account)<-[:MEMBER_OF]-(member:Profile)
  WHERE member.segmentId > sync.after
  WITH member.segmentId AS member ORDER BY member LIMIT $limit
  RETURN collect(member) AS members
}
WITH sync, members, sync.definition AS definition, sync.anew AS anew
SET sync.after = CASE WHEN size(members) > 0 THEN members[-1] ELSE sync.after END
FOREACH (_ IN CASE WHEN size(members) < $limit THEN [1] ELSE [] END | DETACH DELETE sync)
RETURN definition, anew, members
