// Traits and audiences. Events carry the profile they are OF as a property too (owner), so that one index finds a
// person's events of one name in one span of time without walking over the others.
CREATE INDEX event_owner IF NOT EXISTS FOR (n:Event) ON (n.owner, n.name, n.timestamp);
// The same for everybody at once: full recompute, previews.
CREATE INDEX event_name IF NOT EXISTS FOR (n:Event) ON (n.space, n.name, n.timestamp);
// Which parts of event bodies stand beside the body as properties of their own.
CREATE CONSTRAINT column_key IF NOT EXISTS FOR (n:Column) REQUIRE n.key IS UNIQUE;
CREATE INDEX column_space IF NOT EXISTS FOR (n:Column) ON (n.space);
// Audiences and computed traits; of one space no two write the same trait.
CREATE CONSTRAINT definition_key IF NOT EXISTS FOR (n:Definition) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT definition_trait IF NOT EXISTS FOR (n:Definition) REQUIRE n.traitKey IS UNIQUE;
CREATE INDEX definition_space IF NOT EXISTS FOR (n:Definition) ON (n.space);
// The set of a space's definitions: the lock of all who change it, and the version that tells whether one knows it still.
CREATE CONSTRAINT definitions_space IF NOT EXISTS FOR (n:Definitions) REQUIRE n.space IS UNIQUE;
// Definitions that were deleted, until their results have become custom traits.
CREATE INDEX deleted_space IF NOT EXISTS FOR (n:Deleted) ON (n.space);
// When a result changes by itself, per person and definition: (:Profile|Account)-[:DUE {space, at}]->(:Definition).
CREATE INDEX due_time IF NOT EXISTS FOR ()-[r:DUE]-() ON (r.space, r.at);
// Members in order: (:Profile|Account)-[:IN {audience, id, since}]->(:Audience).
CREATE INDEX in_audience IF NOT EXISTS FOR ()-[r:IN]-() ON (r.audience, r.id);
// People whose results are to be made anew whatever happened; a mark that the next refresh takes off.
CREATE INDEX stale_profiles IF NOT EXISTS FOR (n:Stale) ON (n.space);
CREATE CONSTRAINT preview_key IF NOT EXISTS FOR (n:Preview) REQUIRE n.key IS UNIQUE;
CREATE INDEX preview_time IF NOT EXISTS FOR (n:Preview) ON (n.space, n.createdAt);
CREATE CONSTRAINT run_key IF NOT EXISTS FOR (n:Run) REQUIRE n.key IS UNIQUE;
CREATE INDEX run_definition IF NOT EXISTS FOR (n:Run) ON (n.space, n.definition);
// Jobs, and the running instances of the service that share them. Only jobs whose settings somebody changed have a version.
CREATE CONSTRAINT job_key IF NOT EXISTS FOR (n:Job) REQUIRE n.key IS UNIQUE;
CREATE INDEX job_version IF NOT EXISTS FOR (n:Job) ON (n.version);
CREATE INDEX job_requests IF NOT EXISTS FOR (n:Job) ON (n.runRequestedAt);
CREATE CONSTRAINT instance_id IF NOT EXISTS FOR (n:Instance) REQUIRE n.id IS UNIQUE;
CREATE INDEX instance_alive IF NOT EXISTS FOR (n:Instance) ON (n.aliveUntil);
CREATE INDEX profile_space IF NOT EXISTS FOR (n:Profile) ON (n.space, n.segmentId);
CREATE INDEX account_space IF NOT EXISTS FOR (n:Account) ON (n.space, n.groupId);
// How far the refresh of a space has come.
CREATE CONSTRAINT refresh_space IF NOT EXISTS FOR (n:Refresh) REQUIRE n.space IS UNIQUE;
// What a definition has left on people, when it is deleted.
CREATE INDEX trait_definition IF NOT EXISTS FOR (n:Trait) ON (n.definition);
// Who was merged away: few among many.
CREATE INDEX child_space IF NOT EXISTS FOR (n:Child) ON (n.space);
