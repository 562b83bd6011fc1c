// Remembers an applied migration.
// Params: name, checksum
// Returns: nothing
// Index: SchemaMigration.name
MERGE (m:SchemaMigration {name: $name})
ON CREATE SET m.checksum = $checksum, m.appliedAt = datetime()
