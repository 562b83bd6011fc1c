// Where there is something to run, for all spaces at once: those with definitions, or with what deleted ones have left, jobs whose settings somebody changed, and
// runs asked for.
// Params: none
// Returns: one row: spaces, settings ([space, name, version]), requests ([space, name])
// Index: Definition.space, Deleted.space, Job.version, Job.runRequestedAt
CALL () {
  MATCH (definition:Definition)
  WHERE definition.space > ''
  RETURN collect(DISTINCT definition.space) AS defined
}
CALL () {
  MATCH (gone:Deleted)
  WHERE gone.space > ''
  RETURN collect(DISTINCT gone.space) AS deleted
}
CALL () {
  MATCH (job:Job)
  WHERE job.version > 0
  RETURN collect([job.space, job.name, job.version]) AS settings
}
CALL () {
  MATCH (job:Job)
  WHERE job.runRequestedAt > datetime('1970-01-01T00:00:00Z')
  RETURN collect([job.space, job.name]) AS requests
}
RETURN defined + deleted AS spaces, settings, requests
