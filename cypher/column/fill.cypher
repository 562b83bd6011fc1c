// Gives columns to events.
// Params: rows [{key (Event key), values}]
// Returns: nothing
// Index: Event.key
UNWIND $rows AS row
MATCH (event:Event {key: row.key})
SET event += row.values
