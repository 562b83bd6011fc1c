// Keeps a preview, or what has become of it.
// Params: key, space, id, status, answer (JSON text), at, instance (that works on it)
// Returns: nothing
// Index: Preview.key
MERGE (preview:Preview {key: $key})
ON CREATE SET preview.space = $space, preview.id = $id, preview.createdAt = $at, preview.instance = $instance
SET preview.status = $status, preview.answer = $answer
