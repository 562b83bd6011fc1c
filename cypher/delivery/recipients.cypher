// People as messages about them need to know: their external IDs in the order in which they were linked, and what a destination was told of
// them. What a profile was told of that was merged since counts for the person.
// Params: destination (id), roots (segmentIds), types (of external IDs that messages may hold; * for all), most (IDs of one person), consent (names of the traits that keep what they consent to)
// Returns: root, ids ([type, value]), told ([definition, ids, value]; a value is known if all of them know the same), consent ([name, value,
//          json, timestamp, seq, sourceId, messageId, class, profile's seq], of all profiles)
// Index: Profile.segmentId, Told(destination, owner), Trait.key
UNWIND $roots AS name
MATCH (root:Profile {segmentId: name})
WITH root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
RETURN root.segmentId AS root,
       COLLECT {
         UNWIND members AS member
         MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
         WHERE id.type IN $types OR '*' IN $types
         RETURN [id.type, id.value] ORDER BY link.seq, id.key LIMIT $most
       } AS ids,
       COLLECT {
         UNWIND members AS member
         MATCH (told:Told {destination: $destination, owner: member.segmentId})
         RETURN [told.definition, told.ids, told.value]
       } AS told,
       COLLECT {
         UNWIND $consent AS name
         UNWIND members AS member
         MATCH (trait:Trait {key: member.segmentId + '/' + name})
         RETURN [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId, trait.class,
                 member.seq]
       } AS consent
