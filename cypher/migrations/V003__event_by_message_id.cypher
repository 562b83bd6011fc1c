// A message is stored once, for ever: by its space and its ID themselves, so that events need no key that spells out both.
// Events stored before keep theirs; nothing reads it.
CREATE CONSTRAINT event_message IF NOT EXISTS FOR (n:Event) REQUIRE (n.space, n.messageId) IS UNIQUE;
DROP CONSTRAINT event_key IF EXISTS;
