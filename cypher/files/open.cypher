// How far an export has come. Makes the node of a new one. The caller has the right to write.
// Params: key (of the destination), space, destination (id), version (of the destination)
// Returns: export (map)
// Index: FileExport.key
MERGE (export:FileExport {key: $key})
ON CREATE SET export.space = $space, export.destination = $destination, export.startedAt = datetime.realtime(), export.everybody = true,
              export.run = 0, export.seq = 0, export.traitsFrom = 0, export.files = 0, export.rows = 0, export.bytes = 0
SET export.version = $version
RETURN properties(export) AS export
