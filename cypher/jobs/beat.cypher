// Says that this instance lives and what it is at, and learns which others live. This renews all its leases: one write for
// all of them, on a node that no work locks, by the clock of the database. Instances long gone are cleared away. Who lives for
// longer than anybody says that they do has said so before the clock was set back, and is dead; a second is for small corrections.
// Params: id, pid, jobs (names of those it can run), running (keys of the jobs that it is at), seconds (until it counts as
//   dead)
// Returns: one row: instances ([id, jobs] of those alive, this one among them)
// Index: Instance.id, Instance.aliveUntil
MERGE (me:Instance {id: $id})
ON CREATE SET me.startedAt = datetime(), me.pid = $pid
SET me.aliveUntil = datetime() + duration({seconds: $seconds}), me.jobs = $jobs,
  me.running = $running
WITH count(*) AS beaten
CALL () {
  MATCH (dead:Instance)
  WHERE dead.aliveUntil < datetime() - duration({hours: 1})
  DELETE dead
}
CALL () {
  MATCH (instance:Instance)
  WHERE instance.aliveUntil > datetime() AND instance.aliveUntil <= datetime() + duration({seconds: $seconds + 1})
  RETURN collect([instance.id, instance.jobs]) AS instances
}
RETURN instances
