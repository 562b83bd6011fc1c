// Notes how far an export has come. A property that is null goes.
// Params: key (of the destination), properties, files, rows, bytes (that were written)
// Returns: nothing
// Index: FileExport.key
MATCH (export:FileExport {key: $key})
SET export += $properties, export.files = export.files + $files, export.rows = export.rows + $rows,
    export.bytes = export.bytes + $bytes
