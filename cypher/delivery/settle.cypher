// Notes what became of deliveries.
// Params: rows [{key, properties {status, due, attempts, done, doneAt, reason, sample; null takes off}}]
// Returns: nothing
// Index: Delivery.key
UNWIND $rows AS row
MATCH (delivery:Delivery {key: row.key})
SET delivery += row.properties
