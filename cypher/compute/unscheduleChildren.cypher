// Whoever was merged into another is looked at together with them from now on.
// Params: rows (segmentIds of roots)
// Returns: nothing
// Index: Profile.segmentId
UNWIND $rows AS segmentId
MATCH (:Profile {segmentId: segmentId})<-[:CANONICAL]-(child:Profile)-[due:DUE]->()
DELETE due
