// shared-devices: Each anonymous_id that belongs to one person and was refused for others who logged in on it.
// Look at: people. Few: a family or a missing reset() at logout. Many: a kiosk or a bot; add the value to the block list of
// anonymous_id. Of each device the newest 1,000 refusals are read. Draw it with shared-devices-drawing.
// Params: space, people (refused for at least so many), top
//   :param space => 'demo';
//   :param people => 2;
//   :param top => 20;
// Returns: device, times, people, users (the names of some of them), owner
// Index: ExternalId(space, refusals)
MATCH (device:ExternalId)
WHERE device.space = $space AND device.refusals >= $people AND device.type = 'anonymous_id'
WITH device ORDER BY device.refusals DESC LIMIT 10 * $top
CALL (device) {
  MATCH (device)<-[refused:REFUSED]-(d)
  WHERE refused.times > device.refusals - 1000
  MATCH (d)-[:ABOUT]->(p:Profile)
  OPTIONAL MATCH (p)-[:CANONICAL]->(parent:Profile)
  WITH DISTINCT coalesce(parent, p) AS person
  RETURN count(*) AS people, collect(person.name)[..20] AS users
}
WITH device, people, users
WHERE people >= $people
MATCH (device)-[:IDENTIFIES]->(profile:Profile)
OPTIONAL MATCH (profile)-[:CANONICAL]->(root:Profile)
RETURN device.value AS device,
       device.refusals AS times,
       people,
       users,
       coalesce(root.name, profile.name) AS owner
ORDER BY people DESC, device
LIMIT $top
