// Holds the lease of a job for the rest of a transaction: nobody else can take it before the transaction ends. The first two
// SETs are there for their locks, in the order of take.cypher. Whether the time is up does not matter here, only whether
// somebody has taken it since.
// Params: key, lease (key), instance, run
// Returns: a row if the lease is held, none if it is lost
// Index: Job.key, Lease.key
MATCH (job:Job {key: $key})
SET job.lockedBy = $instance
WITH job
MATCH (lease:Lease {key: $lease})
SET lease.lockedBy = $instance
WITH job, lease
WHERE job.running AND job.holder = $instance AND job.runs = $run
  AND lease.job = $key AND lease.holder = $instance AND lease.run = $run
RETURN job.key AS key
