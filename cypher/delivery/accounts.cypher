// Accounts as messages about them need to know: their group ID and the ID of somebody who belongs to them, and what a destination was told of
// them. Of very many members only some are looked at.
// Params: destination (id), accounts (keys), most (members of one account)
// Returns: root (key), ids ([type, value]: the group ID first), told ([definition, ids, value])
// Index: Account.key, Told(destination, owner)
UNWIND $accounts AS key
MATCH (account:Account {key: key})
CALL (account) {
  MATCH (account)<-[belongs:MEMBER_OF]-(member:Profile)
  WITH belongs, member LIMIT $most
  MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
  WHERE id.type IN ['user_id', 'anonymous_id']
  WITH id, belongs, link ORDER BY id.type DESC, belongs.since, belongs.seq, link.seq, id.key LIMIT 1
  RETURN collect([id.type, id.value]) AS members
}
RETURN account.key AS root, [['group_id', account.groupId]] + members AS ids, COLLECT {
  MATCH (told:Told {destination: $destination, owner: account.key})
  RETURN [told.definition, told.ids, told.value]
} AS told
