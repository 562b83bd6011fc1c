// How fresh all enabled definitions are, and how the jobs of all spaces fare, for those who watch the service. What a definition
// says is as old as the last refresh of its space that went well, or as its last change if it has not been evaluated for
// everybody since; and older if a window of somebody of the space ended before that, and nobody has looked at them. Definitions are named one by one up to a number, those that fail and the oldest first; the others are
// one line. What somebody has changed by hand keeps no others from being counted.
// Params: most (definitions named one by one)
// Returns: one row: definitions ([space, id, failing, seconds]), others ([count, failing, seconds of the oldest]), statuses
//   ([status, count]), waiting (places of the ledgers that no refresh has looked at), jobs ([name, runs, spaces where it fails,
//   most failures in a row, running, longest last run in ms])
// Index: Definition.space, Job.key, Ledger.space, Refresh.space, DUE(space, at)
CALL () {
  MATCH (definition:Definition)
  WHERE definition.space > '' AND definition.enabled = true
  WITH definition.space AS space, collect(definition) AS definitions
  OPTIONAL MATCH (job:Job {key: space + '/refresh'})
  CALL (space) {
    MATCH ()-[due:DUE]->()
    USING INDEX SEEK due:DUE(space, at)
    WHERE due.space = space AND due.at <= datetime()
    WITH due ORDER BY due.space, due.at LIMIT 1
    RETURN collect(due.at) AS overdue
  }
  UNWIND definitions AS definition
  WITH definition, definition.status = 'FAILED' AS failing, head(overdue) AS overdue,
    CASE WHEN coalesce(definition.computed, 0) < definition.version THEN definition.updatedAt
      ELSE coalesce(job.lastSucceededAt, definition.updatedAt) END AS since
  WITH definition, failing, CASE WHEN overdue < since THEN overdue ELSE since END AS since
  WITH definition, failing, CASE WHEN since IS :: ZONED DATETIME NOT NULL
    THEN (datetime().epochMillis - since.epochMillis) / 1000.0 ELSE 0.0 END AS seconds
  ORDER BY failing DESC, seconds DESC
  WITH collect([definition.space, definition.id, failing, seconds]) AS all
  RETURN all[..$most] AS definitions, [size(all[$most..]), size([one IN all[$most..] WHERE one[2]]),
    reduce(oldest = 0.0, one IN all[$most..] | CASE WHEN one[3] > oldest THEN one[3] ELSE oldest END)] AS others
}
CALL () {
  MATCH (definition:Definition)
  WHERE definition.space > ''
  WITH CASE WHEN definition.enabled = true THEN definition.status ELSE 'DISABLED' END AS status, count(*) AS number
  RETURN collect([status, number]) AS statuses
}
CALL () {
  MATCH (definition:Definition)
  WHERE definition.space > '' AND definition.enabled = true
  WITH DISTINCT definition.space AS space
  MATCH (ledger:Ledger {space: space})
  OPTIONAL MATCH (refresh:Refresh {space: space})
  RETURN sum(ledger.seq - coalesce(refresh.seen, 0)) AS waiting
}
CALL () {
  MATCH (job:Job)
  WHERE job.key > ''
  WITH job.name AS name, sum(coalesce(job.runs, 0)) AS runs, sum(CASE WHEN job.failures > 0 THEN 1 ELSE 0 END) AS failing,
    max(coalesce(job.failures, 0)) AS failures, sum(CASE WHEN job.running THEN 1 ELSE 0 END) AS running,
    max(coalesce(job.lastDurationMs, 0)) AS longest
  RETURN collect([name, runs, failing, failures, running, longest]) AS jobs
}
RETURN definitions, others, statuses, waiting, jobs
