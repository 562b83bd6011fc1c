// Takes a definition away. The node stays, as Deleted, with all its results, until a refresh has made custom traits of
// them; its key may be used again at once.
// Params: key, at, by
// Returns: nothing
// Index: Definition.key
MATCH (definition:Definition {key: $key})
REMOVE definition:Definition, definition:HidesTrait, definition.traitKey
SET definition:Deleted, definition.deletedAt = $at, definition.deletedBy = $by
