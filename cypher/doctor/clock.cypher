// What time it is for Neo4j, and how many instances say that they live until a time that is too far ahead: they said so before the
// clock was set back.
// Params: none
// Returns: now, ahead
// Index: Instance.aliveUntil
CALL () {
  MATCH (instance:Instance)
  WHERE instance.aliveUntil > datetime() + duration({minutes: 2})
  RETURN count(instance) AS ahead
}
RETURN datetime() AS now, ahead
