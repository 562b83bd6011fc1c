// The migrations that this database has seen.
// Params: none
// Returns: name, checksum
// Index: label scan over a handful of nodes
MATCH (m:SchemaMigration)
WHERE m.checksum IS NOT NULL
RETURN m.name AS name, m.checksum AS checksum
