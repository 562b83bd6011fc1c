// Which Neo4j this is.
// Params: none
// Returns: version
// Index: none
CALL dbms.components() YIELD name, versions
WHERE name = 'Neo4j Kernel'
RETURN versions[0] AS version
