// All definitions of a space, or those of one ID or key, oldest first, and whether the job that keeps their results right fails, or leaves people out.
// Params: space, name (an ID or a key; empty for all)
// Returns: id, trait, class, level, name, description, enabled, query, options (JSON text), version, status, error or null,
//   createdAt, updatedAt, createdBy, updatedBy, refreshFailures (in a row, or null), refreshError (or null),
//   overdue (when the first window of the space ended whose end nobody has looked at; null if there is none)
// Index: Definition.space, Job.key, DUE(space, at)
CALL () {
  MATCH ()-[due:DUE]->()
  USING INDEX SEEK due:DUE(space, at)
  WHERE due.space = $space AND due.at <= datetime()
  WITH due ORDER BY due.space, due.at LIMIT 1
  RETURN collect(due.at) AS overdue
}
MATCH (definition:Definition {space: $space})
WHERE $name = '' OR definition.id = $name OR definition.trait = $name
OPTIONAL MATCH (job:Job {key: $space + '/refresh'})
RETURN definition.id AS id, definition.trait AS trait, definition.class AS class, definition.level AS level,
       definition.name AS name, definition.description AS description, definition.enabled AS enabled,
       definition.query AS query, definition.options AS options, definition.version AS version,
       definition.status AS status, definition.error AS error, definition.createdAt AS createdAt,
       definition.updatedAt AS updatedAt, definition.createdBy AS createdBy, definition.updatedBy AS updatedBy,
       job.failures AS refreshFailures, job.errorMessage AS refreshError, head(overdue) AS overdue
ORDER BY createdAt, id
