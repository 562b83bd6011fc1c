// All that is known of some jobs. One that never had a node is a row with little in it.
// Params: keys, seconds (how long a lease lasts; see take.cypher)
// Returns: a row a key: key, now, version, intervalSeconds, cron, paused, requested, createdAt, nextRunAt, lastStartedAt,
//   lastFinishedAt, lastSucceededAt, lastDurationMs, lastResult, errorMessage, errorAt, failures, holder, running
// Index: Job.key, Instance.id
UNWIND $keys AS key
OPTIONAL MATCH (job:Job {key: key})
OPTIONAL MATCH (holder:Instance {id: job.holder})
RETURN key, datetime() AS now, coalesce(job.version, 0) AS version, job.intervalSeconds AS intervalSeconds,
  job.cron AS cron, coalesce(job.paused, false) AS paused, job.runRequestedAt IS NOT NULL AS requested,
  job.createdAt AS createdAt, job.nextRunAt AS nextRunAt, job.lastStartedAt AS lastStartedAt,
  job.lastFinishedAt AS lastFinishedAt, job.lastSucceededAt AS lastSucceededAt, job.lastDurationMs AS lastDurationMs,
  job.lastResult AS lastResult, job.errorMessage AS errorMessage, job.errorAt AS errorAt,
  coalesce(job.failures, 0) AS failures, job.holder AS holder,
  coalesce(job.running AND holder.aliveUntil > datetime() AND (key IN holder.running
    OR job.lastStartedAt > datetime() - duration({seconds: $seconds})), false) AS running
