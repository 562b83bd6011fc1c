// Everybody's events of one name in a span of time, some of them if there are more than most.
// Params: space, name, from, to, columns, most
// Returns: owner (segmentId), timestamp, seq, values (of columns)
// Index: Event(space, name, timestamp)
MATCH (event:Event)
WHERE event.space = $space AND event.name = $name AND event.timestamp >= $from AND event.timestamp <= $to
WITH event LIMIT $most
RETURN event.owner AS owner, event.timestamp AS timestamp, event.seq AS seq,
       [column IN $columns | event[column]] AS values
