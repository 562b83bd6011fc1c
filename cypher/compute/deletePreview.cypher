// Forgets a preview.
// Params: key
// Returns: deleted (how many)
// Index: Preview.key
MATCH (preview:Preview {key: $key})
DETACH DELETE preview
RETURN count(*) AS deleted
