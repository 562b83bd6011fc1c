// Takes the lock of what concerns the whole database, migrations and management tokens, until the transaction ends.
// Params: none
// Returns: nothing
// Index: SchemaMigration.name
MERGE (lock:SchemaMigration:SchemaLock {name: 'lock'})
SET lock.takenAt = datetime()
