// The keys of the definitions of a space, disabled ones too: traits that calls cannot set. Asked by the holder of the ledger's lock.
// Params: space
// Returns: accounts (whether it is about accounts, and not people), key
// Index: Definition.space
MATCH (definition:Definition {space: $space})
RETURN coalesce(definition.level = 'ACCOUNTS', false) AS accounts, definition.trait AS key
