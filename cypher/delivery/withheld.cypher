// Shows why what is due for a destination is not sent, though its receiver is not to blame.
// Params: key (of the destination), why (null: it is sent)
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.withheldBecause = $why
