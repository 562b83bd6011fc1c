// Keeps a preview that is about to be worked on.
// Params: key, space, id, answer (JSON text), at, instance (that works on it)
// Returns: nothing
// Index: Preview.key
MERGE (preview:Preview {key: $key})
ON CREATE SET preview.space = $space, preview.id = $id, preview.createdAt = $at, preview.instance = $instance,
              preview.status = 'RUNNING', preview.answer = $answer
