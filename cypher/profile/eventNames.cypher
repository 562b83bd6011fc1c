// The next name that events of each of some profiles have. Asked again from there, it steps from name to name, however many
// events have each.
// Params: places [{owner (segmentId), after (a name, or '')}]
// Returns: owner, name; nothing of an owner who has no further one
// Index: Event(owner, name, timestamp)
UNWIND $places AS place
CALL (place) {
  MATCH (event:Event)
  USING INDEX event:Event(owner, name, timestamp)
  WHERE event.owner = place.owner AND event.name > place.after AND event.timestamp IS NOT NULL
  RETURN event.name AS name ORDER BY event.owner, event.name LIMIT 1
}
RETURN place.owner AS owner, name
