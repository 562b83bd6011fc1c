// Everybody's events of one name in a span of time, some of them if there are more than most.
// Params: space, name, from, to, columns, most
// Returns: owner (segmentId), events ([timestamp, seq, values of columns])
// Index: Event(space, name, timestamp)
MATCH (event:Event)
WHERE event.space = $space AND event.name = $name AND event.timestamp >= $from AND event.timestamp <= $to
WITH event LIMIT $most
WITH event.owner AS owner, collect([event.timestamp, event.seq, [column IN $columns | event[column]]]) AS events
RETURN owner, events
