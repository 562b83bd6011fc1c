// Ends a run: notes what became of it, and gives the lease back. Settings that were changed meanwhile have their own
// opinion of the next run.
// Params: key, lease (key), instance, run, version (of the settings that nextRunAt comes from), durationMs, result, error (null
//   if it succeeded), behind (whether it found no room for its work: no failure, and no success either), nextRunAt
// Returns: now, nextRunAt; no row if the lease is lost, and then nothing is changed but the lock
// Index: Job.key, Lease.key
MATCH (job:Job {key: $key})
SET job.lockedBy = $instance
WITH job, datetime.realtime() AS now
WHERE job.running AND job.holder = $instance AND job.runs = $run
SET job.running = false, job.lastFinishedAt = now, job.lastDurationMs = $durationMs,
  job.lastResult = CASE WHEN $error IS NULL THEN $result ELSE job.lastResult END,
  job.lastSucceededAt = CASE WHEN $error IS NULL AND NOT $behind THEN job.lastStartedAt ELSE job.lastSucceededAt END,
  job.errorMessage = CASE WHEN $behind THEN job.errorMessage ELSE $error END,
  job.errorAt = CASE WHEN $behind THEN job.errorAt WHEN $error IS NULL THEN null ELSE now END,
  job.failures = CASE WHEN $behind THEN job.failures WHEN $error IS NULL THEN 0 ELSE coalesce(job.failures, 0) + 1 END,
  job.nextRunAt = CASE
    WHEN job.paused THEN null
    WHEN coalesce(job.version, 0) = $version THEN $nextRunAt
    ELSE job.nextRunAt
  END
WITH job, now
CALL () {
  MATCH (lease:Lease {key: $lease})
  SET lease.lockedBy = $instance
  WITH lease
  WHERE lease.job = $key AND lease.holder = $instance AND lease.run = $run
  SET lease.job = null
}
RETURN now, job.nextRunAt AS nextRunAt
