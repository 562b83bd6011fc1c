// Has an export write the traits of everybody once more: while its destination was not enabled, nobody noted whose results changed.
// Params: key (of the destination)
// Returns: nothing
// Index: FileExport.key
MATCH (export:FileExport {key: $key})
SET export.everybody = true
