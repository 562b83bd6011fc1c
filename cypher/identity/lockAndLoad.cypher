// The second guard: a write on the space's ledger node, held until the transaction ends, makes the writers of a space
// follow one another, in every instance. What is read after it is the last committed state. Whoever changes who people are
// must move the ledger on: by that its next place tells a writer whether what it knows from its last batch still holds.
// Then: which messages are stored already, and who owns the IDs, directly and at the root of the merges.
// Params: space, count (ledger places to reserve), messages (IDs), ids (ExternalId keys)
// Returns: one row: next (first place), rulesVersion, columnsVersion, seen (message IDs), owners ([key, profile, root, root's seq])
// Index: Ledger.space, Event(space, messageId), ExternalId.key
MATCH (ledger:Ledger {space: $space})
SET ledger.seq = ledger.seq + $count
WITH ledger, ledger.seq - $count + 1 AS next
CALL (ledger) {
  UNWIND $messages AS messageId
  MATCH (event:Event {space: $space, messageId: messageId})
  RETURN collect(event.messageId) AS seen
}
CALL (ledger) {
  UNWIND $ids AS key
  MATCH (id:ExternalId {key: key})-[:IDENTIFIES]->(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  WHERE profile:Child
  WITH key, profile, coalesce(canonical, profile) AS root
  RETURN collect([key, profile.segmentId, root.segmentId, root.seq]) AS owners
}
RETURN next, ledger.rulesVersion AS rulesVersion, coalesce(ledger.columnsVersion, 0) AS columnsVersion, seen, owners
