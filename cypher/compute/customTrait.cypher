// Whether somebody has a trait of a name that a call has set. Removed ones and what definitions have left do not count.
// Params: space, name, level (USERS or ACCOUNTS: whose traits)
// Returns: messageId (of one of them; no row if there is none)
// Index: Trait(space, name, sentFor)
MATCH (trait:Trait)
WHERE trait.space = $space AND trait.name = $name AND trait.sentFor = $level
RETURN trait.messageId AS messageId LIMIT 1
