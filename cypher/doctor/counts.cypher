// How many there are of what is looked at, for the progress that is shown.
// Params: none
// Returns: ids, profiles, events
// Index: none, the counts are kept by Neo4j
CALL () { MATCH (id:ExternalId) RETURN count(id) AS ids }
CALL () { MATCH (profile:Profile) RETURN count(profile) AS profiles }
CALL () { MATCH (event:Event) RETURN count(event) AS events }
RETURN ids, profiles, events
