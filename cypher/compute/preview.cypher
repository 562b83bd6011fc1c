// A preview.
// Params: key
// Returns: status, answer (JSON text), createdAt
// Index: Preview.key
MATCH (preview:Preview {key: $key})
RETURN preview.status AS status, preview.answer AS answer, preview.createdAt AS createdAt
