// Forgets notes of changed results that are in files. One that was noted anew since has a later place.
// Params: destination (id), last (place), limit
// Returns: dropped (how many)
// Index: ExportMark(destination, place)
MATCH (mark:ExportMark)
WHERE mark.destination = $destination AND mark.place > 0 AND mark.place <= $last
WITH mark LIMIT $limit
DELETE mark
RETURN count(*) AS dropped
