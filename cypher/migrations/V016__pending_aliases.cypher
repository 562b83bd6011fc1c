// Merges that destinations are to be told of later.
CREATE CONSTRAINT pending_alias_key IF NOT EXISTS FOR (n:PendingAlias) REQUIRE n.key IS UNIQUE;
CREATE INDEX pending_alias_due IF NOT EXISTS FOR (n:PendingAlias) ON (n.destination, n.due);
