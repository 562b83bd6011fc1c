// The place of one of the notes of changed results: so many together with those before it are looked at in one run.
// Params: destination (id), last (place up to which notes count), skip (how many are before it)
// Returns: place (no row if there are fewer)
// Index: ExportMark(destination, place)
MATCH (mark:ExportMark)
WHERE mark.destination = $destination AND mark.place > 0 AND mark.place <= $last
RETURN mark.place AS place
ORDER BY mark.destination, mark.place SKIP $skip LIMIT 1
