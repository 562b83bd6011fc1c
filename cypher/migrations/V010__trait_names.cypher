// Whether calls have set a trait of some name, for anybody: asked when a definition is made that writes a trait of that name.
CREATE INDEX trait_name IF NOT EXISTS FOR (n:Trait) ON (n.space, n.name);
// Which definitions have a key under which calls may have sent traits: those traits are not shown.
CREATE INDEX hides_trait_space IF NOT EXISTS FOR (n:HidesTrait) ON (n.space);
// Earlier versions took traits under the keys of definitions. They stay, hidden while the definition exists.
MATCH (definition:Definition) SET definition:HidesTrait;
