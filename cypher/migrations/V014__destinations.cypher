// Destinations, what they are still to be told, what became of it, and what they know.
CREATE CONSTRAINT destination_key IF NOT EXISTS FOR (n:Destination) REQUIRE n.key IS UNIQUE;
CREATE INDEX destination_space IF NOT EXISTS FOR (n:Destination) ON (n.space, n.id);
CREATE CONSTRAINT outbox_space IF NOT EXISTS FOR (n:Outbox) REQUIRE n.space IS UNIQUE;
CREATE CONSTRAINT delivery_key IF NOT EXISTS FOR (n:Delivery) REQUIRE n.key IS UNIQUE;
CREATE INDEX delivery_due IF NOT EXISTS FOR (n:Delivery) ON (n.destination, n.due);
CREATE INDEX delivery_owner IF NOT EXISTS FOR (n:Delivery) ON (n.destination, n.owner, n.due);
// By the person, also when it is done: what was sent of somebody.
CREATE INDEX delivery_of_owner IF NOT EXISTS FOR (n:Delivery) ON (n.owner, n.destination);
CREATE INDEX delivery_status IF NOT EXISTS FOR (n:Delivery) ON (n.destination, n.status, n.place);
CREATE CONSTRAINT told_key IF NOT EXISTS FOR (n:Told) REQUIRE n.key IS UNIQUE;
CREATE INDEX told_owner IF NOT EXISTS FOR (n:Told) ON (n.destination, n.owner);
CREATE CONSTRAINT backlog_destination IF NOT EXISTS FOR (n:Backlog) REQUIRE n.destination IS UNIQUE;
CREATE CONSTRAINT sync_key IF NOT EXISTS FOR (n:Sync) REQUIRE n.key IS UNIQUE;
CREATE INDEX sync_destination IF NOT EXISTS FOR (n:Sync) ON (n.destination);
// Those of members of accounts, in turn.
CREATE INDEX sync_turn IF NOT EXISTS FOR (n:Sync) ON (n.destination, n.turn);
CREATE CONSTRAINT delivery_minute_key IF NOT EXISTS FOR (n:DeliveryMinute) REQUIRE n.key IS UNIQUE;
CREATE INDEX delivery_minute_at IF NOT EXISTS FOR (n:DeliveryMinute) ON (n.destination, n.at);
CREATE CONSTRAINT deleted_destination_key IF NOT EXISTS FOR (n:DeletedDestination) REQUIRE n.key IS UNIQUE;
CREATE INDEX deleted_destination_space IF NOT EXISTS FOR (n:DeletedDestination) ON (n.space);
// Members of an account in order: (:Profile)-[:MEMBER_OF {account, seq}]->(:Account).
CREATE INDEX member_of_account IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() ON (r.account, r.seq);
MATCH (account:Account)
MATCH (account)<-[member:MEMBER_OF]-()
CALL (member, account) {
  SET member.account = account.key
} IN TRANSACTIONS OF 5000 ROWS;
// Of a definition without this property destinations are told once it is computed.
MATCH (definition:Definition) WHERE coalesce(definition.computed, 0) > 0 SET definition.liveSince = datetime({epochSeconds: 0});
