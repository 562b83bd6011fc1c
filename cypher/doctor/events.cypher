// Looks at a page of the events of a space, in the order of the ledger: each is OF one profile, the one that it names as its owner.
// Params: space, from (the place after which to begin), to (the place with which to end), limit
// Returns: one row: seen (events), last (place), bad ([messageId, what, text])
// Index: Event(space, seq)
MATCH (event:Event)
WHERE event.space = $space AND event.seq > $from AND event.seq <= $to
WITH event ORDER BY event.space, event.seq LIMIT $limit
WITH event,
     CASE WHEN COUNT { (event)-[:OF]->() } <> 1 OR NOT EXISTS {
            (event)-[:OF]->(profile:Profile) WHERE profile.segmentId = event.owner AND profile.space = event.space
          } THEN [$space + '/' + event.messageId, 'WRONG_OWNER', ''] END AS found
RETURN count(*) AS seen, max(event.seq) AS last, collect(found) AS bad
