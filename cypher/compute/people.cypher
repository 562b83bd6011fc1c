// Some people with all that definitions may ask about them: the whole merged subgraph, taken together; and the results that
// they have. Events come by the index on their owner, so the cost follows what is asked for, and not what is stored. Of whoever
// has more than a few, or long ones, none come: they are to be read by eventsOf.cypher, one by one. Likewise traits, by
// traitsOf.cypher: a hundred profiles may have been merged into one person, each with traits of its own.
// Params: people (segmentIds of roots), needs [{name (of events; empty: of every name), from, columns}], traits (names of custom traits),
//         keys (of definitions: what earlier ones have left under them counts), few (events of one person), length (characters of
//         their values, and of traits with 50 for each), accounts (how many are named)
// Returns: root, idTypes, events ([need, timestamp, seq, values of columns]), large (whether there are more),
//          traits (null if they are long; [name, value, json, timestamp, seq, sourceId, messageId, class, member's seq, definition, whether it is the
//          root's]), accounts (keys), inside (definition ids), due ([definition id, at, whether it is to try
//          again what failed]), strayDue, createdAt (of the first of the profiles)
// Index: Profile.segmentId, Event(owner, name, timestamp)
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
CALL (root) {
  MATCH (root)<-[:CANONICAL]-(child:Profile)
  WHERE root:Parent
  RETURN collect(child) AS children
}
WITH root, [root] + children AS members
CALL (members) {
  UNWIND members AS member
  CALL (member) {
    UNWIND range(0, size($needs) - 1) AS need
    WITH need, $needs[need] AS wanted WHERE wanted.name <> ''
    MATCH (event:Event)
    WHERE event.owner = member.segmentId AND event.name = wanted.name AND event.timestamp >= wanted.from
    RETURN need, wanted, event
    UNION ALL
    UNWIND range(0, size($needs) - 1) AS need
    WITH need, $needs[need] AS wanted WHERE wanted.name = ''
    MATCH (event:Event)
    WHERE event.owner = member.segmentId AND event.name IS NOT NULL AND event.timestamp >= wanted.from
    RETURN need, wanted, event
  }
  WITH need, wanted, event LIMIT $few + 1
  WITH need, event, [column IN wanted.columns | event[column]] AS values
  WITH collect([need, event.timestamp, event.seq, values]) AS some,
       sum(reduce(length = 0, value IN values | length + CASE
         WHEN value IS :: STRING NOT NULL THEN size(value)
         WHEN value IS :: LIST<ANY> NOT NULL THEN reduce(all = 0, one IN value | all + 8
           + CASE WHEN one IS :: STRING NOT NULL THEN size(one) ELSE 0 END)
         ELSE 0 END)) AS length
  WITH some, size(some) > $few OR length > $length AS large
  RETURN CASE WHEN large THEN [] ELSE some END AS events, large
}
CALL (root, members) {
  UNWIND members AS member
  MATCH (member)-[:HAS_TRAIT]->(trait:Trait)
  WHERE trait.class IS NOT NULL OR trait.name IN $traits OR (trait.messageId = '' AND trait.name IN $keys)
  WITH collect([trait, member.seq, member = root]) AS all, sum(50 + coalesce(size(trait.json), 0)
         + CASE WHEN trait.value IS :: STRING NOT NULL THEN size(trait.value) ELSE 0 END) AS length
  RETURN CASE WHEN length <= $length THEN [one IN all | [one[0].name, one[0].value, one[0].json, one[0].timestamp, one[0].seq,
         one[0].sourceId, one[0].messageId, one[0].class, one[1], one[0].definition, one[2]]] END AS traits
}
CALL (members) {
  UNWIND members AS member
  MATCH (member)-[:MEMBER_OF]->(account:Account)
  WITH DISTINCT account.key AS key LIMIT $accounts
  RETURN collect(key) AS accounts
}
RETURN root.segmentId AS root, reduce(all = [], member IN members | all + coalesce(member.idTypes, [])) AS idTypes, events,
       large, traits, accounts, [(root)-[:IN]->(audience) | audience.id] AS inside,
       [(root)-[due:DUE]->(definition) | [definition.id, due.at, coalesce(due.failed, false)]] AS due,
       any(member IN tail(members) WHERE EXISTS { (member)-[:DUE]->() }) AS strayDue,
       reduce(first = root.createdAt, member IN members |
         CASE WHEN member.createdAt < first THEN member.createdAt ELSE first END) AS createdAt
