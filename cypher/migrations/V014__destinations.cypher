// Destinations, and for each space that has any the node that is locked while they change.
CREATE CONSTRAINT destination_key IF NOT EXISTS FOR (n:Destination) REQUIRE n.key IS UNIQUE;
CREATE INDEX destination_space IF NOT EXISTS FOR (n:Destination) ON (n.space, n.id);
CREATE CONSTRAINT destinations_space IF NOT EXISTS FOR (n:Destinations) REQUIRE n.space IS UNIQUE;
