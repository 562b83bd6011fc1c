// Takes the lease of a job and begins a run. The lease is the holder's for some seconds, and for longer as long as it says
// that it lives and is at this job (see beat.cypher). Each run has a number, and only the last one may write (see
// require.cypher).
// The first SET is there for its lock: those who ask follow one another, and what they read after it is the last committed
// state. The clock is the real one, as waiting for the lock takes time.
// Params: key, space, name, instance, woken (true: runs before its time too), seconds (how long the lease lasts by itself)
// Returns: one row: outcome (TAKEN, HELD by another, ABSENT: this instance has not said lately that it lives, PAUSED,
//   EARLY: somebody ran it meanwhile), now, run, version, intervalSeconds, cron, failures, nextRunAt
// Index: Job.key, Instance.id
MERGE (job:Job {key: $key})
ON CREATE SET job.space = $space, job.name = $name, job.createdAt = datetime()
SET job.lockedBy = $instance
WITH job, datetime.realtime() AS now
OPTIONAL MATCH (me:Instance {id: $instance})
OPTIONAL MATCH (holder:Instance {id: job.holder})
WITH job, now, CASE
    WHEN coalesce(me.aliveUntil <= now, true) THEN 'ABSENT'
    WHEN job.running AND job.holder <> $instance AND holder.aliveUntil > now AND ($key IN holder.running
      OR job.lastStartedAt > now - duration({seconds: $seconds})) THEN 'HELD'
    WHEN job.paused AND job.runRequestedAt IS NULL THEN 'PAUSED'
    WHEN NOT $woken AND job.runRequestedAt IS NULL AND job.nextRunAt > now + duration({milliseconds: 250}) THEN 'EARLY'
    ELSE 'TAKEN'
  END AS outcome
FOREACH (_ IN CASE outcome WHEN 'TAKEN' THEN [1] ELSE [] END |
  SET job.holder = $instance, job.running = true, job.runs = coalesce(job.runs, 0) + 1, job.lastStartedAt = now
  REMOVE job.runRequestedAt)
RETURN outcome, now, coalesce(job.runs, 0) AS run, coalesce(job.version, 0) AS version,
  job.intervalSeconds AS intervalSeconds, job.cron AS cron, coalesce(job.failures, 0) AS failures,
  job.nextRunAt AS nextRunAt
