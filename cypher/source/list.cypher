// The sources of a space in the order of their IDs, which is that in which they were made.
// Params: space, limit
// Returns: id, space, name, kind, enabled, settings (JSON), secrets (JSON, encrypted), pausedBecause, version, createdAt, createdBy,
//          updatedAt, updatedBy, running (whether an instance takes its events), failing, lag, accepted, repeated, rejected, lastEventAt
// Index: Source(space, id)
MATCH (source:Source)
WHERE source.space = $space AND source.id > ''
RETURN source.id AS id, source.space AS space, source.name AS name, source.kind AS kind, source.enabled AS enabled,
       source.settings AS settings, source.secrets AS secrets, source.pausedBecause AS pausedBecause,
       source.version AS version, source.createdAt AS createdAt, source.createdBy AS createdBy,
       source.updatedAt AS updatedAt, source.updatedBy AS updatedBy,
       coalesce(source.runningUntil > datetime.realtime(), false) AS running, source.failing AS failing,
       source.lag AS lag, source.accepted AS accepted, source.repeated AS repeated, source.rejected AS rejected,
       source.lastEventAt AS lastEventAt
ORDER BY source.space, source.id LIMIT $limit
