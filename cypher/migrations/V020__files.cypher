// Exports into files: how far each has come, and whose results have changed since they were written.
CREATE CONSTRAINT file_export_key IF NOT EXISTS FOR (n:FileExport) REQUIRE n.key IS UNIQUE;
CREATE INDEX file_export_destination IF NOT EXISTS FOR (n:FileExport) ON (n.destination);
CREATE CONSTRAINT export_mark_key IF NOT EXISTS FOR (n:ExportMark) REQUIRE n.key IS UNIQUE;
CREATE INDEX export_mark_place IF NOT EXISTS FOR (n:ExportMark) ON (n.destination, n.place);
