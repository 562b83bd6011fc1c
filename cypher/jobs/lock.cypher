// Keeps a job to oneself until the transaction ends, to change its settings.
// Params: key, space, name
// Returns: nothing
// Index: Job.key
MERGE (job:Job {key: $key})
ON CREATE SET job.space = $space, job.name = $name, job.createdAt = datetime()
SET job.lockedBy = 'settings'
