// Sources, and who takes their events.
CREATE CONSTRAINT source_key IF NOT EXISTS FOR (n:Source) REQUIRE n.key IS UNIQUE;
CREATE INDEX source_space_id IF NOT EXISTS FOR (n:Source) ON (n.space, n.id);
CREATE INDEX source_space IF NOT EXISTS FOR (n:Source) ON (n.space);
