// Asks for a run as soon as possible, of whichever instance the job belongs to.
// Params: key, space, name
// Returns: nothing
// Index: Job.key
MERGE (job:Job {key: $key})
ON CREATE SET job.space = $space, job.name = $name, job.createdAt = datetime()
SET job.runRequestedAt = datetime()
