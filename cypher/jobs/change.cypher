// Changes the settings of a job. Instances notice by the version.
// Params: key, intervalSeconds, cron (both null: as the service has it), paused, nextRunAt
// Returns: nothing
// Index: Job.key
MATCH (job:Job {key: $key})
SET job.intervalSeconds = $intervalSeconds, job.cron = $cron, job.paused = $paused, job.nextRunAt = $nextRunAt,
  job.version = coalesce(job.version, 0) + 1
