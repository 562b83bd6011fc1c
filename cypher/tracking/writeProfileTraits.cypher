// Sets traits of profiles where the new value is not older than the stored one. A removed trait stays as a node without
// value, so that an older event cannot bring it back. A stored time later than any event can have counts as none.
// Only a trait with a value that was sent has sentFor, by which such traits of a name are found: no result and no removed one has it.
// Params: space, traits [{owner, key, name, timestamp, properties {value, json, removed, timestamp, seq, sourceId,
//         messageId; null takes off}}], latest (time), naming (names of the traits that give a profile its name)
// Returns: renamed (segmentIds of those whose name may have changed)
// Index: Profile.segmentId, Trait.key
UNWIND $traits AS row
MATCH (owner:Profile {segmentId: row.owner})
MERGE (trait:Trait {key: row.key})
ON CREATE SET trait.space = $space, trait.name = row.name
FOREACH (_ IN CASE WHEN trait.timestamp IS NULL THEN [1] ELSE [] END | CREATE (owner)-[:HAS_TRAIT]->(trait))
WITH trait, row
WHERE trait.timestamp IS NULL OR row.timestamp >= trait.timestamp OR trait.timestamp > $latest
WITH trait, row, row.name IN $naming AND coalesce(trait.value <> row.properties.value, true) AS renames
SET trait += row.properties,
    trait.sentFor = CASE WHEN row.properties.removed THEN null ELSE 'USERS' END
WITH row, renames
WHERE renames
RETURN collect(DISTINCT row.owner) AS renamed
