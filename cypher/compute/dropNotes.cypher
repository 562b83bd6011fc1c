// Takes off notes of when to look at somebody again that lead from nobody or to no definition, as only hands can have made them:
// left there, they would say for good that their space is behind.
// Params: ids (element ids of notes)
// Returns: nothing
// Index: none, as these are places in the store
UNWIND $ids AS id
MATCH ()-[due:DUE]->()
WHERE elementId(due) = id
DELETE due
