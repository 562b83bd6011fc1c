// The types of the external IDs of some people.
// Params: people (segmentIds of roots)
// Returns: root, types (with repetitions)
// Index: Profile.segmentId
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
CALL (root) {
  MATCH (root)<-[:CANONICAL]-(child:Profile)
  WHERE root:Parent
  RETURN collect(child.idTypes) AS below
}
RETURN segmentId AS root, reduce(all = coalesce(root.idTypes, []), types IN below | all + types) AS types
