// Notes what became of deliveries.
// Params: key (of the destination, which the caller holds), rows [{key, again (milliseconds until the next attempt, or null), properties
//         {status, due, attempts, done, tried, doneAt, reason, sample, asked (whether the receiver said when); null takes off}}]
// Returns: nothing
// Index: Delivery.key, Destination.key
CALL () {
  UNWIND $rows AS row
  MATCH (delivery:Delivery {key: row.key})
  SET delivery += row.properties
  FOREACH (_ IN CASE WHEN row.again IS NULL THEN [] ELSE [1] END |
    SET delivery.due = datetime.realtime() + duration({milliseconds: row.again}))
  RETURN count(CASE WHEN delivery.due IS NULL THEN 1 END) AS ended
}
MATCH (destination:Destination {key: $key})
SET destination.ended = coalesce(destination.ended, 0) + ended
