// Notes what became of deliveries. Events that were delivered are only counted: there is one for each event of the space.
// A merge shows the destinations that have taken it, or may have: most receivers cannot take it back.
// Params: rows [{key, again (milliseconds until the next attempt, or null), properties {status, due, attempts, done, tried, doneAt, reason,
//         sample; null takes off}}]
// Returns: nothing
// Index: Delivery.key, Profile.segmentId
UNWIND $rows AS row
MATCH (delivery:Delivery {key: row.key})
SET delivery += row.properties
FOREACH (_ IN CASE WHEN row.again IS NULL THEN [] ELSE [1] END |
  SET delivery.due = datetime.realtime() + duration({milliseconds: row.again}))
WITH delivery
CALL (delivery) {
  WITH delivery
  WHERE delivery.kind = 'alias' AND (size(delivery.done) > 0 OR (delivery.status = 'pending' AND delivery.attempts > 0))
  MATCH (:Profile {segmentId: delivery.child})-[merge:MERGED_INTO]->(:Profile {segmentId: delivery.parent})
  WHERE merge.messageId = delivery.messageId AND NOT delivery.destination IN coalesce(merge.toldTo, [])
  SET merge.toldTo = coalesce(merge.toldTo, []) + delivery.destination
}
WITH delivery
FOREACH (_ IN CASE WHEN delivery.kind = 'event' AND delivery.status = 'delivered' THEN [1] ELSE [] END | DETACH DELETE delivery)
