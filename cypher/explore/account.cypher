// An account and its members, each by their best name.
// Look at: who belongs to it, and whether two of them look like one person. At most 50 members are drawn; the Table view says how many
// are not.
// Params: space, account (the group ID)
//   :param space => 'demo';
//   :param account => 'co-1';
// Returns: groupId, membersNotDrawn, then account, members and traits for the drawing
// Index: Account.key
MATCH (account:Account {key: $space + '/' + $account})
WITH account, COUNT { (account)<-[:MEMBER_OF]-() } AS members
RETURN account.groupId AS groupId,
       CASE WHEN members > 50 THEN members - 50 ELSE 0 END AS membersNotDrawn,
       account,
       COLLECT { MATCH member = (account)<-[:MEMBER_OF]-(:Profile) RETURN member LIMIT 50 } AS members,
       COLLECT { MATCH trait = (account)-[:HAS_TRAIT]->(:Trait) RETURN trait LIMIT 20 } AS traits
