// How many traits of a name calls have set. Removed ones and what definitions have left do not count.
// Params: space, name, level (USERS or ACCOUNTS: whose traits), most (where counting ends)
// Returns: traits
// Index: Trait(space, name, sentFor)
MATCH (trait:Trait)
WHERE trait.space = $space AND trait.name = $name AND trait.sentFor = $level
WITH trait LIMIT $most
RETURN count(trait) AS traits
