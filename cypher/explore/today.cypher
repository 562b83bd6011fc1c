// today: What changed of late: decisions of the events of the last hours, counted by outcome and by the hour of the event.
// Look at: many merges or refusals in one hour: a release, an import or a broken client. refusedMost names the ID that was refused most
// then. The hours count back from the newest event, so that an old copy shows its last day. The newest 50,000 places of the ledger are
// read.
// Params: space, hours
//   :param space => 'demo';
//   :param hours => 24;
// Returns: hour, created, attached, merged, refused (decisions that refused an ID), refusedMost
// Index: Ledger.space, Decision(space, seq)
MATCH (ledger:Ledger {space: $space})
MATCH (decision:Decision)
WHERE decision.space = $space AND decision.seq > ledger.seq - 50000
WITH collect(decision) AS newest, max(decision.timestamp) AS last
WITH newest, CASE WHEN last > datetime() THEN datetime() ELSE last END - duration({hours: $hours}) AS from
UNWIND newest AS decision
WITH decision, from
WHERE decision.timestamp > from
WITH datetime.truncate('hour', decision.timestamp) AS hour, collect(decision) AS decisions
RETURN toString(hour) AS hour,
       size([d IN decisions WHERE d.outcome = 'created']) AS created,
       size([d IN decisions WHERE d.outcome = 'attached']) AS attached,
       size([d IN decisions WHERE d.outcome = 'merged']) AS merged,
       size([d IN decisions WHERE d:Refusal]) AS refused,
       head(COLLECT {
         UNWIND decisions AS d
         UNWIND d.refused AS id
         WITH id, count(*) AS times
         RETURN id + ' (' + times + ')' ORDER BY times DESC, id LIMIT 1
       }) AS refusedMost
ORDER BY hour DESC
