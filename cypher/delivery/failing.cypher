// Shows whether the receiver of a destination takes messages, and when it is tried again.
// Params: key (of the destination), why (null: it does), milliseconds (until it is tried again)
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.failing = $why,
    destination.triedAgainAt = CASE WHEN $why IS NULL THEN null ELSE datetime.realtime() + duration({milliseconds: $milliseconds}) END
