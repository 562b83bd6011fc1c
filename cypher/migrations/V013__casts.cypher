// max, min and mode of values taken as numbers have another meaning than before: the definitions that say so are evaluated again for
// everybody, and with them those that depend on them, or old and new results would stand side by side. A walk that is under way in
// their spaces begins anew.
MATCH (definition:Definition) WHERE definition.query =~ '(?is).*\\bas\\s+number\\b.*'
WITH collect(DISTINCT definition.space) AS spaces
MATCH (refresh:Refresh) WHERE refresh.space IN spaces
SET refresh.walk = [], refresh.after = '', refresh.accounts = false;
MATCH (definition:Definition) WHERE definition.query =~ '(?is).*\\bas\\s+number\\b.*'
SET definition.computed = 0, definition.status = CASE WHEN definition.enabled THEN 'PREPARING' ELSE definition.status END;
