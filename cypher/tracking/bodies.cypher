// Some stored events as they were sent.
// Params: space, messageIds
// Returns: messageId, body
// Index: Event(space, messageId)
UNWIND $messageIds AS messageId
MATCH (event:Event {space: $space, messageId: messageId})
RETURN event.messageId AS messageId, event.body AS body
