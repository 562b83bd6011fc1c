// Notes what a destination knows: the IDs of a person that were told that they are in an audience, or have a value.
// Params: rows [{key ('<destination>/<definition>/<root>'), space, destination (id), owner (segmentId of the root), owners (those of all
//         profiles of the person when it was sent), definition (id), trait, audience (whether it is one), added (IDs that know it now), removed
//         (IDs that do not any more), value (what they know of a computed trait, as a digest, or null)}], most (IDs of a person that are remembered for a definition)
// Returns: nothing
// Index: Told.key
UNWIND $rows AS row
CALL (row) {
  UNWIND row.owners AS member
  MATCH (told:Told {key: row.destination + '/' + row.definition + '/' + member})
  WITH row, told, row.removed + CASE WHEN told.owner = row.owner THEN [] ELSE row.added END AS gone
  SET told.ids = [id IN told.ids WHERE NOT id IN gone], told.value = null
  SET told.size = reduce(sum = 0, id IN told.ids | sum + size(id))
  WITH told WHERE size(told.ids) = 0
  DELETE told
}
WITH row WHERE size(row.added) > 0
MERGE (told:Told {key: row.key})
ON CREATE SET told.space = row.space, told.destination = row.destination, told.owner = row.owner, told.definition = row.definition,
              told.trait = row.trait, told.audience = row.audience, told.ids = []
SET told.ids = (told.ids + [id IN row.added WHERE NOT id IN told.ids])[..$most], told.value = row.value
SET told.size = reduce(sum = 0, id IN told.ids | sum + size(id))
