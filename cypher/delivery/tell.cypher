// Notes what a destination knows: the IDs of a person that were told that they are in an audience, or have a value.
// Params: rows [{key, destination (id), owner (segmentId of the root), definition (id), ids}]; no ids: it knows nothing any more
// Returns: nothing
// Index: Told.key, Told(destination, owner)
UNWIND $rows AS row
CALL (row) {
  MATCH (root:Profile {segmentId: row.owner})
  UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
  MATCH (told:Told {destination: row.destination, owner: member.segmentId})
  WHERE told.definition = row.definition
  DELETE told
}
WITH row WHERE size(row.ids) > 0
CREATE (:Told {key: row.key, space: row.space, destination: row.destination, owner: row.owner, definition: row.definition, ids: row.ids})
