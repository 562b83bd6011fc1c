// Keeps what has become of a preview, if it was not deleted meanwhile.
// Params: key, status, answer (JSON text)
// Returns: nothing
// Index: Preview.key
MATCH (preview:Preview {key: $key})
SET preview.status = $status, preview.answer = $answer
