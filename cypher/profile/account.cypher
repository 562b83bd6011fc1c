// An account with its traits.
// Params: key (Account)
// Returns: groupId, createdAt, firstMessageId, firstSourceId, updatedAt, lastMessageId, lastSourceId, traits (as traits.cypher)
// Index: Account.key
MATCH (account:Account {key: $key})
RETURN account.groupId AS groupId, account.createdAt AS createdAt, account.messageId AS firstMessageId,
       account.sourceId AS firstSourceId, account.updatedAt AS updatedAt, account.lastMessageId AS lastMessageId,
       account.lastSourceId AS lastSourceId,
       [(account)-[:HAS_TRAIT]->(trait:Trait) | [trait.name, trait.value, trait.json, trait.timestamp, trait.seq,
          trait.sourceId, trait.messageId, trait.class, 0]] AS traits
