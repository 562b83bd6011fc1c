// Stores events, each on the profile that took it. The constraint on space and messageId is the last word on duplicates.
// Params: events [{profile (segmentId), properties {space, messageId, seq, owner (segmentId), type, name, timestamp,
//         sourceId, outcome, changedIdentity, saysConsent, externalIds, rulesVersion, body, and columns}}]
// Returns: stored (how many; fewer if a profile is gone)
// Index: Profile.segmentId
UNWIND $events AS row
MATCH (profile:Profile {segmentId: row.profile})
CREATE (event:Event)-[:OF]->(profile)
SET event = row.properties
RETURN count(event) AS stored
