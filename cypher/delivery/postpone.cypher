// Has nothing of a person be due before a time: the first change of theirs that waits is to be tried again then.
// Params: destination (id), owners (segmentIds of all profiles of the person), until, limit
// Returns: postponed (how many)
// Index: Delivery(destination, owner, due)
MATCH (waiting:Delivery)
USING INDEX SEEK waiting:Delivery(destination, owner, due)
WHERE waiting.destination = $destination AND waiting.owner IN $owners AND waiting.due < $until
WITH waiting LIMIT $limit
SET waiting.due = $until
RETURN count(*) AS postponed
