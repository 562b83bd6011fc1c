// Puts off those looks at somebody that are due already, where nothing else can be written about them.
// Params: owners (segmentIds or Account keys), now, at
// Returns: nothing
// Index: Profile.segmentId, Account.key
UNWIND $owners AS name
CALL (name) {
  MATCH (owner:Profile {segmentId: name}) RETURN owner
  UNION ALL
  MATCH (owner:Profile {segmentId: name})<-[:CANONICAL]-(child:Profile) RETURN child AS owner
  UNION ALL
  MATCH (owner:Account {key: name}) RETURN owner
}
MATCH (owner)-[due:DUE]->()
WHERE due.at <= $now
SET due.at = $at
