// A new tenant: the space, its ledger (the lock of all its writers) and the first version of its identity rules.
// Params: id, name, at, rules (JSON text), rulesKey ('<id>/1')
// Returns: taken (true if the id was in use; nothing is changed then)
// Index: Space.id
MERGE (space:Space {id: $id})
WITH space, space.createdAt IS NOT NULL AS taken
FOREACH (_ IN CASE WHEN taken THEN [] ELSE [1] END |
  SET space.name = $name, space.createdAt = $at
  CREATE (:Ledger {space: $id, seq: 0, rulesVersion: 1})
  CREATE (:IdentityRules {key: $rulesKey, space: $id, version: 1, json: $rules, since: $at, fromSeq: 1}))
RETURN taken
