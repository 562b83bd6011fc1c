// The identity graph. One external ID identifies one profile: the database itself sees to it.
// Every key begins with its space, so that spaces cannot meet.
CREATE CONSTRAINT external_id_key IF NOT EXISTS FOR (n:ExternalId) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT profile_segment_id IF NOT EXISTS FOR (n:Profile) REQUIRE n.segmentId IS UNIQUE;
// A message is stored once, for ever: this is the deduplication.
CREATE CONSTRAINT event_key IF NOT EXISTS FOR (n:Event) REQUIRE n.key IS UNIQUE;
// The ledger in commit order: replay, the list of decisions, and whatever pulls new events by a watermark.
CREATE INDEX event_ledger IF NOT EXISTS FOR (n:Event) ON (n.space, n.seq);
CREATE CONSTRAINT decision_key IF NOT EXISTS FOR (n:Decision) REQUIRE n.key IS UNIQUE;
CREATE INDEX decision_ledger IF NOT EXISTS FOR (n:Decision) ON (n.space, n.seq);
CREATE INDEX refusal_ledger IF NOT EXISTS FOR (n:Refusal) ON (n.space, n.seq);
CREATE CONSTRAINT account_key IF NOT EXISTS FOR (n:Account) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT trait_key IF NOT EXISTS FOR (n:Trait) REQUIRE n.key IS UNIQUE;
CREATE INDEX parent_space IF NOT EXISTS FOR (n:Parent) ON (n.space);
CREATE CONSTRAINT rejected_key IF NOT EXISTS FOR (n:Rejected) REQUIRE n.key IS UNIQUE;
CREATE INDEX rejected_time IF NOT EXISTS FOR (n:Rejected) ON (n.space, n.receivedAt);
CREATE CONSTRAINT space_id IF NOT EXISTS FOR (n:Space) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT ledger_space IF NOT EXISTS FOR (n:Ledger) REQUIRE n.space IS UNIQUE;
CREATE CONSTRAINT secret_hash IF NOT EXISTS FOR (n:Secret) REQUIRE n.hash IS UNIQUE;
CREATE CONSTRAINT identity_rules_key IF NOT EXISTS FOR (n:IdentityRules) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT identifier_type_key IF NOT EXISTS FOR (n:IdentifierType) REQUIRE n.key IS UNIQUE;
