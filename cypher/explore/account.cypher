// account: An account and the people who belong to it, each by their best name.
// Look at: who belongs to it, and whether two of them look like one person. At most 50 people are drawn, each with the oldest of their
// profiles that an event tied to the account; the Table view says how many people are not. Of a very large account, people are counted and
// drawn from 1,000 of its profiles.
// Params: space, account (the group ID)
//   :param space => 'demo';
//   :param account => 'co-1';
// Returns: groupId, profiles (how many events tied to it), people (how many these are), peopleNotDrawn, then account, members and traits for the drawing
// Index: Account.key
MATCH (account:Account {key: $space + '/' + $account})
CALL (account) {
  MATCH (account)<-[:MEMBER_OF]-(member:Profile)
  WITH member LIMIT 1000
  OPTIONAL MATCH (member)-[:CANONICAL]->(parent:Profile)
  WITH coalesce(parent, member) AS person, member ORDER BY member.seq
  WITH person, head(collect(member)) AS oldest ORDER BY person.seq
  RETURN collect({person: person, oldest: oldest}) AS people
}
RETURN account.groupId AS groupId,
       COUNT { (account)<-[:MEMBER_OF]-() } AS profiles,
       size(people) AS people,
       size(people[50..]) AS peopleNotDrawn,
       account,
       COLLECT {
         UNWIND people[..50] AS one
         WITH one.person AS person, one.oldest AS oldest
         MATCH member = (account)<-[:MEMBER_OF]-(oldest)-[:MERGED_INTO*0..]->(person)
         RETURN member
       } AS members,
       COLLECT { MATCH trait = (account)-[:HAS_TRAIT]->(:Trait) RETURN trait LIMIT 20 } AS traits
