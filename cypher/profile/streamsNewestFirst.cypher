// The next events of some names of some profiles, newest first by their own time, and by the ledger within one instant. Only
// the first of each are read, however many follow.
// Params: streams [{owner (segmentId), name}], types, start, end, at and seq (go on after), limit
// Returns: messageId, type, name, timestamp, seq, sourceId, externalIds, body
// Index: Event(owner, name, timestamp)
UNWIND $streams AS stream
CALL (stream) {
  MATCH (event:Event)
  USING INDEX event:Event(owner, name, timestamp)
  WHERE event.owner = stream.owner AND event.name = stream.name AND event.timestamp >= $start
    AND event.timestamp <= $end AND event.timestamp <= $at
    AND (event.timestamp < $at OR event.seq < $seq) AND event.type IN $types
  RETURN event ORDER BY event.owner DESC, event.name DESC, event.timestamp DESC, event.seq DESC LIMIT $limit
}
RETURN event.messageId AS messageId, event.type AS type, event.name AS name, event.timestamp AS timestamp,
       event.seq AS seq, event.sourceId AS sourceId, event.externalIds AS externalIds, event.body AS body
ORDER BY event.timestamp DESC, event.seq DESC LIMIT $limit
