// People whose results have changed, in the order in which that was noted.
// Params: destination (id), after (place), last (place), limit
// Returns: place, owner (segmentId)
// Index: ExportMark(destination, place)
MATCH (mark:ExportMark)
WHERE mark.destination = $destination AND mark.place > $after AND mark.place <= $last
RETURN mark.place AS place, mark.owner AS owner
ORDER BY mark.destination, mark.place LIMIT $limit
