// Keeps what has become of a preview, if it was not deleted meanwhile, and nothing is known of it yet.
// Params: key, status, answer (JSON text)
// Returns: nothing
// Index: Preview.key
MATCH (preview:Preview {key: $key})
WHERE preview.status = 'RUNNING'
SET preview.status = $status, preview.answer = $answer
