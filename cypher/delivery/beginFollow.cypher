// Has a destination follow the ledger from now on. The caller holds the outbox.
// Params: key (of the destination), space, fresh (whether it followed nothing before), events, identity and merges (whether
//         it begins to be told of them)
// Returns: nothing
// Index: Destination.key, Ledger.space
MATCH (destination:Destination {key: $key})
MATCH (ledger:Ledger {space: $space})
SET destination.ledger = CASE WHEN $fresh THEN ledger.seq ELSE destination.ledger END,
    destination.eventsFrom = CASE WHEN $events THEN ledger.seq ELSE destination.eventsFrom END,
    destination.identityFrom = CASE WHEN $identity THEN ledger.seq ELSE destination.identityFrom END,
    destination.aliasesFrom = CASE WHEN $merges THEN ledger.seq ELSE destination.aliasesFrom END
