// Gives columns to events.
// Params: space, rows [{messageId, values}]
// Returns: nothing
// Index: Event(space, messageId)
UNWIND $rows AS row
MATCH (event:Event {space: $space, messageId: row.messageId})
SET event += row.values
