// Notes when jobs are to run for the first time: after a downtime this tells what was missed.
// Params: jobs [{key, space, name, nextRunAt}]
// Returns: nothing
// Index: Job.key
UNWIND $jobs AS row
MERGE (job:Job {key: row.key})
ON CREATE SET job.space = row.space, job.name = row.name
SET job.createdAt = coalesce(job.createdAt, datetime()), job.nextRunAt = coalesce(job.nextRunAt, row.nextRunAt)
