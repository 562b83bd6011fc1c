// Parts of events that could not be read and were left out, for their owner to look at.
CREATE CONSTRAINT violation_key IF NOT EXISTS FOR (n:Violation) REQUIRE n.key IS UNIQUE;
CREATE INDEX violation_time IF NOT EXISTS FOR (n:Violation) ON (n.space, n.seenAt);
