// How much is noted of one person at most: each definition for each destination.
// Params: space
// Returns: person (of anybody), member (of somebody as a member of accounts: each audience of accounts for each destination that is told of members)
// Index: Destination(space, id), Definition.space
CALL () {
  MATCH (destination:Destination)
  WHERE destination.space = $space AND destination.id > '' AND destination.enabled
  RETURN count(*) AS destinations, count(CASE WHEN destination.accounts = 'members' THEN 1 END) AS members
}
CALL () {
  MATCH (definition:Definition {space: $space})
  RETURN count(*) AS definitions, count(CASE WHEN definition:Audience AND definition.level = 'ACCOUNTS' THEN 1 END) AS audiences
}
RETURN destinations * definitions AS person, members * audiences AS member
