// A preview, and whether the service that works on it is alive. Nobody says that they live for a minute: who does has said so before
// the clock was set back.
// Params: key
// Returns: status, answer (JSON text), createdAt, instance (that works on it), alive
// Index: Preview.key, Instance.id
MATCH (preview:Preview {key: $key})
RETURN preview.status AS status, preview.answer AS answer, preview.createdAt AS createdAt, preview.instance AS instance,
       EXISTS {
         MATCH (instance:Instance {id: preview.instance})
         WHERE datetime() < instance.aliveUntil <= datetime() + duration({minutes: 1})
       } AS alive
