// Forgets all of a destination that is no more, a page at a time.
// Params: destination (id), limit
// Returns: dropped (how many)
// Index: Delivery(destination, due), Delivery(destination, status, place), Told(destination, owner), PendingAlias(destination, due), Sync.destination, Backlog.destination, DeliveryMinute(destination, at),
//        ExportMark(destination, place), FileExport.destination
CALL () {
  MATCH (n:Delivery) WHERE n.destination = $destination AND n.due > datetime({epochSeconds: 0})
  RETURN n LIMIT $limit
  UNION
  MATCH (n:Delivery) WHERE n.destination = $destination AND n.status > '' AND n.place > 0
  RETURN n LIMIT $limit
  UNION
  MATCH (n:Told) WHERE n.destination = $destination AND n.owner > ''
  RETURN n LIMIT $limit
  UNION
  MATCH (n:PendingAlias) WHERE n.destination = $destination AND n.due > datetime({epochSeconds: 0})
  RETURN n LIMIT $limit
  UNION
  MATCH (n:Sync {destination: $destination})
  RETURN n LIMIT $limit
  UNION
  MATCH (n:Backlog {destination: $destination})
  RETURN n LIMIT $limit
  UNION
  MATCH (n:DeliveryMinute) WHERE n.destination = $destination AND n.at > datetime({epochSeconds: 0})
  RETURN n LIMIT $limit
  UNION
  MATCH (n:ExportMark) WHERE n.destination = $destination AND n.place > 0
  RETURN n LIMIT $limit
  UNION
  MATCH (n:FileExport {destination: $destination})
  RETURN n LIMIT $limit
}
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS dropped
