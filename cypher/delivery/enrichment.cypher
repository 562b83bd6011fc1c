// Some traits of some people, from all profiles of each: those that calls have sent, and of the root what definitions say. Who wins is decided
// by the reader. What calls have sent under the key of a definition does not count. A long value is as one that was removed.
// Params: space, roots (segmentIds), names (of traits), longest (characters of a value)
// Returns: root, trait ([name, value, json, timestamp, seq, sourceId, messageId, class, profile's seq])
// Index: Profile.segmentId, Trait.key, Definition.space
WITH COLLECT {
  MATCH (definition:Definition {space: $space})
  WHERE definition.trait IN $names AND coalesce(definition.level, '') <> 'ACCOUNTS'
  RETURN definition.id
} AS definitions, COLLECT {
  MATCH (definition:HidesTrait)
  WHERE definition.space = $space AND definition.trait IN $names AND coalesce(definition.level, '') <> 'ACCOUNTS'
  RETURN definition.trait
} AS hidden
UNWIND $roots AS segmentId
MATCH (root:Profile {segmentId: segmentId})
CALL (root, definitions, hidden) {
  UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
  UNWIND $names AS name
  MATCH (trait:Trait {key: member.segmentId + '/' + name})
  WHERE trait.class IS NULL AND (trait.messageId = '' OR NOT name IN hidden)
  RETURN member, trait
  UNION ALL
  UNWIND definitions AS definition
  MATCH (trait:Trait {key: '/' + definition + '/' + root.segmentId})
  RETURN root AS member, trait
}
WITH root, member, trait,
     size(coalesce(trait.json, CASE WHEN trait.value IS :: STRING THEN trait.value ELSE '' END)) > $longest AS long
RETURN root.segmentId AS root,
       [trait.name, CASE WHEN NOT long THEN trait.value END, CASE WHEN NOT long THEN trait.json END, trait.timestamp, trait.seq,
        trait.sourceId, trait.messageId, trait.class, member.seq] AS trait
