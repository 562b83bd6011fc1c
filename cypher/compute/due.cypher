// Who is to be looked at again by now, a page of notes of it in order. The end of a window has come for them, whether anything has
// happened or not. Left to itself the planner walks over the notes of all spaces at times, or searches twice and sorts, as for the
// second condition: so that stands apart. Both properties of the index stand in ORDER BY, as else it is not taken for sorted where
// few notes are expected. The way to the root is asked for row by row: where few are merged, a join with all of CANONICAL would
// look cheaper.
// Params: space, after and last (place of the last note before: when it was due, and its element id), now, limit
// Returns: at, id (element id of the note), definition (id), holder (segmentId or Account key, whose the note is), owner (of the
//   root, if that was merged away), account (boolean)
// Index: DUE(space, at)
MATCH (holder)-[due:DUE]->(definition)
USING INDEX SEEK due:DUE(space, at)
WHERE due.space = $space AND due.at >= $after AND due.at <= $now
WITH holder, due, definition, elementId(due) AS id
WHERE due.at > $after OR id > $last
WITH holder, due, definition, id ORDER BY due.space, due.at, id LIMIT $limit
CALL (holder) {
  OPTIONAL MATCH (holder)-[:CANONICAL]->(canonical:Profile)
  RETURN canonical
}
RETURN due.at AS at, id, definition.id AS definition, coalesce(holder.segmentId, holder.key) AS holder,
       coalesce(canonical.segmentId, holder.segmentId, holder.key) AS owner, holder:Account AS account
ORDER BY due.space, due.at, id
