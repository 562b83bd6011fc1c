// Where a refresh stands: how far the ledger is, how far it has been looked at, and how far a walk over everybody has come.
// Params: space
// Returns: ledger (place), seen (place), definitionsVersion, walk (definition ids with versions, or empty), after (segmentId or key),
//          accounts (whether the walk has come to the accounts), walked (people so far), walkOf (people in all), deleted (whether
//          deleted definitions have left something), hides (whether definitions may hide custom traits, and these are to be dropped or
//          looked for), marked (whether somebody is to be looked at whatever happened), unmarked (whose marks a run has taken off that was not through), failed (whether a definition has), by (which service refreshed it the last time), rulesVersion (of the identity rules that the
//          results follow, or null), policies (of these, as text), timeZone (in which the results were computed), lists (the stored
//          lists of the results, with versions, as text)
// Index: Ledger.space, Refresh.space, Deleted.space, HidesTrait.space, Stale.space, Definition.space
MATCH (ledger:Ledger {space: $space})
OPTIONAL MATCH (refresh:Refresh {space: $space})
RETURN ledger.seq AS ledger, coalesce(refresh.seen, 0) AS seen, coalesce(refresh.definitionsVersion, 0) AS definitionsVersion,
       coalesce(refresh.walk, []) AS walk, coalesce(refresh.after, '') AS after, coalesce(refresh.accounts, false) AS accounts,
       coalesce(refresh.walked, 0) AS walked, coalesce(refresh.walkOf, 0) AS walkOf,
       EXISTS { MATCH (:Deleted {space: $space}) } AS deleted,
       EXISTS { MATCH (definition:HidesTrait {space: $space}) WHERE coalesce(definition.replaces, true) } AS hides,
       EXISTS { MATCH (:Stale {space: $space}) } AS marked,
       coalesce(refresh.unmarked, []) AS unmarked,
       EXISTS { MATCH (definition:Definition {space: $space}) WHERE definition.status = 'FAILED' } AS failed,
       coalesce(refresh.by, '') AS by, refresh.rulesVersion AS rulesVersion, coalesce(refresh.policies, '') AS policies,
       coalesce(refresh.timeZone, 'UTC') AS timeZone, coalesce(refresh.lists, '') AS lists
