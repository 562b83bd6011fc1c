// Holds the lease of a job for the rest of a transaction: nobody else can take it before the transaction ends. The first
// SET is there for its lock. Whether the time is up does not matter here, only whether somebody has taken it since.
// Params: key, instance, run
// Returns: a row if the lease is held, none if it is lost
// Index: Job.key
MATCH (job:Job {key: $key})
SET job.lockedBy = $instance
WITH job
WHERE job.running AND job.holder = $instance AND job.runs = $run
RETURN job.key AS key
