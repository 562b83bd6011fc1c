// Whether somebody has a trait of a name that a call has set. Removed ones and what definitions have left do not count.
// Params: space, name, accounts (whether those of accounts, and not of people)
// Returns: messageId (of one of them; no row if there is none)
// Index: Trait(space, name)
MATCH (trait:Trait)
WHERE trait.space = $space AND trait.name = $name AND trait.class IS NULL AND trait.messageId <> ''
  AND (trait.value IS NOT NULL OR trait.json IS NOT NULL)
  AND EXISTS { MATCH (owner)-[:HAS_TRAIT]->(trait) WHERE (owner:Account) = $accounts }
RETURN trait.messageId AS messageId LIMIT 1
