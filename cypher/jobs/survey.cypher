// Where there is something to run, for all spaces at once: all spaces, those with definitions, or with what deleted ones have left,
// jobs whose settings somebody changed, and runs asked for.
// Params: none
// Returns: one row: spaces, defined (spaces with definitions, or with what deleted ones have left), sending (spaces that have, or had, destinations),
//   tools (spaces with tools of the catalogue),
//   settings ([space, name, version]),
//   requests ([space, name])
// Index: Space.id, Definition.space, Deleted.space, Outbox.space, Destination(space, id), Job.version, Job.runRequestedAt
CALL () {
  MATCH (space:Space)
  WHERE space.id > ''
  RETURN collect(space.id) AS spaces
}
CALL () {
  MATCH (definition:Definition)
  WHERE definition.space > ''
  RETURN collect(DISTINCT definition.space) AS having
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
CALL () {
  MATCH (outbox:Outbox)
  WHERE outbox.space > ''
  RETURN collect(outbox.space) AS sending
}
CALL () {
  MATCH (destination:Destination)
  WHERE destination.space > '' AND destination.id > '' AND destination.kind STARTS WITH 'catalogue:'
  RETURN collect(DISTINCT destination.space) AS tools
}
RETURN spaces, having + deleted AS defined, sending, tools, settings, requests
