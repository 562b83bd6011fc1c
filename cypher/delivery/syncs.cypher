// The syncs of a destination that go on. Of members of accounts there may be many, which are one here, and go first: somebody has changed. What
// it was told is looked through last: what is sent before that need not be taken back.
// Params: destination (id)
// Returns: key (of members of accounts empty), kind (members: of an audience; values: of a computed trait; accounts: of a computed trait of
//          accounts; belonging: members of accounts; spread: of accounts in an audience, whose members are to be looked at; told: of what it was told)
// Index: Sync.destination
MATCH (sync:Sync {destination: $destination})
WHERE sync.running
WITH DISTINCT CASE sync.kind WHEN 'belonging' THEN '' ELSE sync.key END AS key, sync.kind AS kind
RETURN key, kind
ORDER BY CASE kind WHEN 'belonging' THEN 0 WHEN 'told' THEN 2 ELSE 1 END, kind, key
