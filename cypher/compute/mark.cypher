// Notes how far a definition has come, unless it has changed or was disabled meanwhile. It is not live while it is still to be
// tried again on somebody of whom it failed.
// Params: key, version, status, error ('' for none)
// Returns: nothing
// Index: Definition.key
MATCH (definition:Definition {key: $key})
WHERE definition.version = $version AND definition.enabled = true
WITH definition, $status = 'LIVE' AND EXISTS { ()-[due:DUE]->(definition) WHERE due.failed } AS failing
SET definition.status = CASE WHEN failing THEN 'FAILED' ELSE $status END,
    definition.error = CASE WHEN failing THEN definition.error WHEN $error = '' THEN null ELSE $error END
