// Some of the stored events that lack columns, oldest first, from where the hindmost of the columns is.
// Params: space, event (name), columns (Column keys), limit
// Returns: messageId, owner (segmentId), timestamp, seq, body
// Index: Column.key, Event(space, name, timestamp)
UNWIND $columns AS key
MATCH (column:Column {key: key})
WITH column ORDER BY column.at, column.seq LIMIT 1
CALL (column) {
  MATCH (event:Event)
  USING INDEX SEEK event:Event(space, name, timestamp)
  WHERE event.space = $space AND event.name = $event AND event.timestamp >= column.at
    AND CASE WHEN event.timestamp = column.at THEN event.seq > column.seq ELSE true END
  RETURN event ORDER BY event.space, event.name, event.timestamp, event.seq LIMIT $limit
}
RETURN event.messageId AS messageId, event.owner AS owner, event.timestamp AS timestamp, event.seq AS seq,
       event.body AS body
ORDER BY timestamp, seq
