// Notes what became of deliveries. Events that were delivered are only counted: there is one for each event of the space.
// Params: rows [{key, again (milliseconds until the next attempt, or null), properties {status, due, attempts, done, tried, doneAt, reason,
//         sample; null takes off}}]
// Returns: nothing
// Index: Delivery.key
UNWIND $rows AS row
MATCH (delivery:Delivery {key: row.key})
SET delivery += row.properties
FOREACH (_ IN CASE WHEN row.again IS NULL THEN [] ELSE [1] END |
  SET delivery.due = datetime.realtime() + duration({milliseconds: row.again}))
FOREACH (_ IN CASE WHEN delivery.kind = 'event' AND delivery.status = 'delivered' THEN [1] ELSE [] END | DETACH DELETE delivery)
