// Takes the lease of a job and begins a run. The lease is the holder's for some seconds, and for longer as long as it says
// that it lives and is at this job (see beat.cypher). Each run has a number, and only the last one may write (see
// require.cypher).
// Several jobs may need the same lease. Whoever finds it with another job notes a wish, and for some seconds nobody but the
// wisher gets it: so jobs that run again and again take turns.
// What lies further ahead than it can have been set comes from before the clock was set back, and counts as over; a second is for
// small corrections.
// The first two SETs are there for their locks: those who ask follow one another, and what they read after it is the last
// committed state. The clock is the real one, as waiting for the lock takes time.
// Params: key, space, name, lease (key), instance, woken (true: runs before its time too), seconds (how long the lease lasts
//   by itself)
// Returns: one row: outcome (TAKEN, HELD by another instance or job, ABSENT: this instance has not said lately that it lives,
//   PAUSED, EARLY: somebody ran it meanwhile), now, run, version, intervalSeconds, cron, failures, nextRunAt
// Index: Job.key, Lease.key, Instance.id
MERGE (job:Job {key: $key})
ON CREATE SET job.space = $space, job.name = $name, job.createdAt = datetime()
SET job.lockedBy = $instance
WITH job
MERGE (lease:Lease {key: $lease})
SET lease.lockedBy = $instance
WITH job, lease, datetime.realtime() AS now
OPTIONAL MATCH (me:Instance {id: $instance})
OPTIONAL MATCH (holder:Instance {id: job.holder})
OPTIONAL MATCH (other:Instance {id: lease.holder})
WITH *, now - duration({seconds: $seconds}) AS before, now + duration({seconds: 1}) AS soon,
  now + duration({seconds: $seconds + 1}) AS latest
WITH *, coalesce(lease.wish <> $key AND now - duration({seconds: 5}) < lease.wishedAt <= soon, false) AS othersTurn
WITH job, lease, now, othersTurn, CASE
    WHEN NOT coalesce(now < me.aliveUntil <= latest, false) THEN 'ABSENT'
    WHEN job.running AND job.holder <> $instance AND now < holder.aliveUntil <= latest AND ($key IN holder.running
      OR before < job.lastStartedAt <= soon) THEN 'HELD'
    WHEN job.paused AND job.runRequestedAt IS NULL THEN 'PAUSED'
    WHEN NOT $woken AND job.runRequestedAt IS NULL AND job.nextRunAt > now + duration({milliseconds: 250}) THEN 'EARLY'
    WHEN lease.job <> $key AND now < other.aliveUntil <= latest AND (lease.job IN other.running
      OR before < lease.since <= soon) THEN 'TAKEN BY ANOTHER JOB'
    WHEN othersTurn THEN 'TAKEN BY ANOTHER JOB'
    ELSE 'TAKEN'
  END AS found
FOREACH (_ IN CASE found WHEN 'TAKEN' THEN [1] ELSE [] END |
  SET lease.holder = $instance, lease.job = $key, lease.run = coalesce(job.runs, 0) + 1, lease.since = now
  SET job.holder = $instance, job.running = true, job.runs = coalesce(job.runs, 0) + 1, job.lastStartedAt = now
  REMOVE job.runRequestedAt, lease.wish, lease.wishedAt)
FOREACH (_ IN CASE WHEN found = 'TAKEN BY ANOTHER JOB' AND NOT othersTurn THEN [1] ELSE [] END |
  SET lease.wish = $key, lease.wishedAt = now)
RETURN CASE found WHEN 'TAKEN BY ANOTHER JOB' THEN 'HELD' ELSE found END AS outcome, now, coalesce(job.runs, 0) AS run,
  coalesce(job.version, 0) AS version, job.intervalSeconds AS intervalSeconds, job.cron AS cron,
  coalesce(job.failures, 0) AS failures, job.nextRunAt AS nextRunAt
