// Queries read more times, and mode, funnels, edges of windows and large sums otherwise than before: everybody is looked at again,
// or old and new results would stand side by side. A walk that is under way begins anew.
MATCH (refresh:Refresh) SET refresh.walk = [], refresh.after = '', refresh.accounts = false;
MATCH (definition:Definition)
SET definition.computed = 0, definition.status = CASE WHEN definition.enabled THEN 'PREPARING' ELSE definition.status END;
