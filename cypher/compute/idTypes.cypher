// The types of the external IDs of some people.
// Params: people (segmentIds of roots)
// Returns: root, types (with repetitions)
// Index: Profile.segmentId
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
RETURN segmentId AS root,
       reduce(all = coalesce(root.idTypes, []), child IN [(root)<-[:CANONICAL]-(child:Profile) | child.idTypes] |
              all + coalesce(child, [])) AS types
