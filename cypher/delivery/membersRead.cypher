// Notes up to which place of the ledger it was looked for people who have come to belong to accounts; none any more where no destination is told of
// members. The caller holds the outbox.
// Params: space, place
// Returns: nothing
// Index: Outbox.space, Destination(space, id)
MATCH (outbox:Outbox {space: $space})
WHERE outbox.members IS NOT NULL
SET outbox.members = CASE WHEN EXISTS {
    MATCH (destination:Destination)
    WHERE destination.space = $space AND destination.id > '' AND destination.accounts = 'members' AND destination.enabled
  } THEN $place END
