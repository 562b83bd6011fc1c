// Notes how far a definition has come, unless it has changed or was disabled meanwhile.
// Params: key, version, status, error ('' for none)
// Returns: nothing
// Index: Definition.key
MATCH (definition:Definition {key: $key})
WHERE definition.version = $version AND definition.enabled
SET definition.status = $status, definition.error = CASE WHEN $error = '' THEN null ELSE $error END
