// The one constraint that the migrations themselves depend on.
// Params: none
// Returns: nothing
// Index: makes one
CREATE CONSTRAINT schema_migration_name IF NOT EXISTS FOR (m:SchemaMigration) REQUIRE m.name IS UNIQUE
