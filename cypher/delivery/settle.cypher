// Notes what became of deliveries. Events that were delivered are only counted: there is one for each event of the space. A merge shows the
// destinations that have taken it, or may have: most receivers cannot take it back.
// Params: key (of the destination, which the caller holds), rows [{key, again (milliseconds until the next attempt, or null), properties
//         {status, due, attempts, done, tried, doneAt, reason, response, sample, asked (whether the receiver said when); null takes off}}]
// Returns: nothing
// Index: Delivery.key, Destination.key, Profile.segmentId
CALL () {
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
  WITH delivery, delivery.due IS NULL AS hasEnded, delivery.kind = 'event' AND delivery.status = 'delivered' AS goes
  FOREACH (_ IN CASE WHEN goes THEN [1] ELSE [] END | DETACH DELETE delivery)
  RETURN count(CASE WHEN hasEnded THEN 1 END) AS ended, count(CASE WHEN goes THEN 1 END) AS forgotten
}
MATCH (destination:Destination {key: $key})
SET destination.ended = coalesce(destination.ended, 0) + ended, destination.forgotten = coalesce(destination.forgotten, 0) + forgotten
