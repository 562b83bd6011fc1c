// One destination of a space.
// Params: key ('<space>/<id>')
// Returns: id, name, kind, enabled, settings and options (JSON), secrets (JSON, encrypted), pausedBecause, failing, version, createdAt,
//          createdBy, updatedAt, updatedBy, export (map, of one of files)
// Index: Destination.key, FileExport.key
MATCH (destination:Destination {key: $key})
OPTIONAL MATCH (export:FileExport {key: destination.key})
RETURN destination.id AS id, destination.name AS name, destination.kind AS kind, destination.enabled AS enabled,
       destination.settings AS settings, destination.options AS options, destination.secrets AS secrets,
       destination.pausedBecause AS pausedBecause, destination.failing AS failing, destination.version AS version,
       destination.createdAt AS createdAt, destination.createdBy AS createdBy, destination.updatedAt AS updatedAt,
       destination.updatedBy AS updatedBy, export {.full, .run, .seq, .files, .rows, .bytes, .exportedAt, .nextAt} AS export
