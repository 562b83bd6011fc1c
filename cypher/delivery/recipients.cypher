// People as messages about them need to know: their external IDs in the order in which they were linked, and what a destination was told of
// them. What a profile was told of that was merged since counts for the person.
// Params: destination (id), roots (segmentIds), most (IDs of one person)
// Returns: root, ids ([type, value]), told ([definition, ids, value]; a value is known if all of them know the same)
// Index: Profile.segmentId, Told(destination, owner)
UNWIND $roots AS name
MATCH (root:Profile {segmentId: name})
WITH root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
RETURN root.segmentId AS root,
       COLLECT {
         UNWIND members AS member
         MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
         RETURN [id.type, id.value] ORDER BY link.seq, id.key LIMIT $most
       } AS ids,
       COLLECT {
         UNWIND members AS member
         MATCH (told:Told {destination: $destination, owner: member.segmentId})
         RETURN [told.definition, told.ids, told.value]
       } AS told
