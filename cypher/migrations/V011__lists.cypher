// Stored lists of values, which definitions ask for by key.
CREATE CONSTRAINT list_key IF NOT EXISTS FOR (n:List) REQUIRE n.key IS UNIQUE;
CREATE INDEX list_space IF NOT EXISTS FOR (n:List) ON (n.space, n.name);
