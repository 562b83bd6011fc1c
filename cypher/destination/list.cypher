// The destinations of a space in the order of their IDs, which is that in which they were made.
// Params: space, after (the ID behind which to begin, or empty), limit
// Returns: id, name, kind, enabled, settings and options (JSON), secrets (JSON, encrypted), pausedBecause, failing, version, createdAt,
//          createdBy, updatedAt, updatedBy, export (map, of one of files)
// Index: Destination(space, id), FileExport.key
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > $after
WITH destination ORDER BY destination.space, destination.id LIMIT $limit
OPTIONAL MATCH (export:FileExport {key: destination.key})
RETURN destination.id AS id, destination.name AS name, destination.kind AS kind, destination.enabled AS enabled,
       destination.settings AS settings, destination.options AS options, destination.secrets AS secrets,
       destination.pausedBecause AS pausedBecause, destination.failing AS failing, destination.version AS version,
       destination.createdAt AS createdAt, destination.createdBy AS createdBy, destination.updatedAt AS updatedAt,
       destination.updatedBy AS updatedBy, export {.full, .run, .seq, .files, .rows, .bytes, .exportedAt, .nextAt} AS export
ORDER BY destination.id
