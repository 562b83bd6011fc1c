// All that is known of some jobs. One that never had a node is a row with little in it.
// Params: keys, seconds (how long a lease lasts; see take.cypher, and there what counts as over)
// Returns: a row a key: key, now, version, intervalSeconds, cron, paused, requested, createdAt, nextRunAt, lastStartedAt,
//   lastFinishedAt, lastSucceededAt, lastDurationMs, lastResult, errorMessage, errorAt, failures, holder, running,
//   overdue (of the refresh: when the first window ended whose end nobody has looked at; null if there is none)
// Index: Job.key, Instance.id, DUE(space, at)
UNWIND $keys AS key
OPTIONAL MATCH (job:Job {key: key})
OPTIONAL MATCH (holder:Instance {id: job.holder})
CALL (job) {
  MATCH ()-[due:DUE]->()
  USING INDEX SEEK due:DUE(space, at)
  WHERE job.name = 'refresh' AND due.space = job.space AND due.at <= datetime()
  WITH due ORDER BY due.space, due.at LIMIT 1
  RETURN collect(due.at) AS overdue
}
RETURN key, datetime() AS now, coalesce(job.version, 0) AS version, job.intervalSeconds AS intervalSeconds,
  job.cron AS cron, coalesce(job.paused, false) AS paused, job.runRequestedAt IS NOT NULL AS requested,
  job.createdAt AS createdAt, job.nextRunAt AS nextRunAt, job.lastStartedAt AS lastStartedAt,
  job.lastFinishedAt AS lastFinishedAt, job.lastSucceededAt AS lastSucceededAt, job.lastDurationMs AS lastDurationMs,
  job.lastResult AS lastResult, job.errorMessage AS errorMessage, job.errorAt AS errorAt,
  coalesce(job.failures, 0) AS failures, job.holder AS holder,
  coalesce(job.running AND datetime() < holder.aliveUntil <= datetime() + duration({seconds: $seconds + 1})
    AND (key IN holder.running OR datetime() - duration({seconds: $seconds}) < job.lastStartedAt <= datetime()
      + duration({seconds: 1})), false) AS running,
  head(overdue) AS overdue
