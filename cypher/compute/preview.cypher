// A preview, and whether the service that works on it is alive.
// Params: key
// Returns: status, answer (JSON text), createdAt, alive
// Index: Preview.key, Instance.id
MATCH (preview:Preview {key: $key})
RETURN preview.status AS status, preview.answer AS answer, preview.createdAt AS createdAt,
       EXISTS { MATCH (instance:Instance {id: preview.instance}) WHERE instance.aliveUntil > datetime() } AS alive
