// What the changes of a person have caused at all destinations of the space, the latest first.
// Params: space, key (of an ExternalId) or segmentId, before (place; the page begins behind it), limit
// Returns: root (segmentId), deliveries (maps)
// Index: ExternalId.key, Profile.segmentId, Destination(space, id), Delivery(owner, destination)
CALL () {
  MATCH (:ExternalId {key: $key})-[:IDENTIFIES]->(profile:Profile)
  RETURN profile
  UNION
  MATCH (profile:Profile {segmentId: $segmentId})
  WHERE profile.space = $space
  RETURN profile
}
OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, profile) AS root
WITH root, [root.segmentId] + [(root)<-[:CANONICAL]-(child:Profile) | child.segmentId] AS owners
RETURN root.segmentId AS root, COLLECT {
  MATCH (destination:Destination)
  WHERE destination.space = $space AND destination.id > ''
  CALL (destination, owners) {
    MATCH (delivery:Delivery)
    WHERE delivery.destination = destination.id AND delivery.owner IN owners AND delivery.place < $before
    RETURN delivery ORDER BY delivery.place DESC LIMIT $limit
  }
  RETURN properties(delivery) ORDER BY delivery.place DESC LIMIT $limit
} AS deliveries
