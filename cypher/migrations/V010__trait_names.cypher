// Whether calls have set a trait of some name, for anybody: asked when a definition is made that writes a trait of that name. Traits with a
// value that was sent have sentFor, and no others.
MATCH (trait:Trait)
CALL (trait) {
  WITH trait
  WHERE trait.class IS NULL AND trait.messageId <> '' AND (trait.value IS NOT NULL OR trait.json IS NOT NULL)
  MATCH (owner)-[:HAS_TRAIT]->(trait)
  SET trait.sentFor = CASE WHEN owner:Account THEN 'ACCOUNTS' ELSE 'USERS' END
} IN TRANSACTIONS OF 10000 ROWS;
CREATE INDEX trait_sent IF NOT EXISTS FOR (n:Trait) ON (n.space, n.name, n.sentFor);
// Which definitions have a key under which calls may have sent traits: those traits are not shown.
CREATE INDEX hides_trait_space IF NOT EXISTS FOR (n:HidesTrait) ON (n.space);
// Earlier versions took traits under the keys of definitions. They stay, hidden while the definition exists.
MATCH (definition:Definition) SET definition:HidesTrait;
