// growth: How a person grew, step by step: what each event added, and how large the person was after it.
// Look at: came. A step that adds many IDs or profiles at once is where a stranger joined, with all that they had until then; with is
// the ID that the event was known by. What somebody had before they joined counts from the step in which they did.
// Of a step 100 things are named. The 1,001st row is the sum of all further steps, so the last row is always the person as now.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:ada.novak@mail.example';
// Returns: step, timestamp, came, with, ids and profiles (after the step), messageId
// Index: ExternalId.key, Profile.segmentId
CALL () {
  MATCH (:ExternalId {key: $space + '/' + $id})-[:IDENTIFIES]->(found:Profile)
  RETURN found
  UNION
  MATCH (found:Profile {segmentId: $id})
  WHERE found.space = $space
  RETURN found
}
OPTIONAL MATCH (found)-[:CANONICAL]->(parent:Profile)
WITH coalesce(parent, found) AS root
CALL (root) {
  MATCH (root)<-[merges:MERGED_INTO*0..]-(member)
  WITH member, head(merges) AS joined
  CALL (member, joined) {
    WITH member, joined
    WHERE joined IS NOT NULL
    RETURN joined AS by, joined.at AS timestamp, 'profile ' + member.name AS what, 0 AS newIds, 1 AS newProfiles
    UNION ALL
    MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
    WITH id, link, joined, joined.seq > link.seq AS later
    RETURN CASE WHEN later THEN joined ELSE link END AS by, CASE WHEN later THEN joined.at ELSE link.since END AS timestamp,
           id.type + ':' + id.value AS what, 1 AS newIds, 0 AS newProfiles
  }
  RETURN by, timestamp, what, newIds, newProfiles ORDER BY newIds, what
}
WITH by.seq AS seq, head(collect(timestamp)) AS timestamp, head(collect(by.messageId)) AS messageId, head(collect(by.via)) AS with,
     collect(what) AS things, sum(newIds) AS newIds, sum(newProfiles) AS newProfiles
ORDER BY seq
WITH collect({timestamp: timestamp, messageId: messageId, with: with, newIds: newIds, newProfiles: newProfiles,
              came: things[..100] + CASE WHEN size(things) > 100 THEN ['and ' + (size(things) - 100) + ' more'] ELSE [] END}) AS found
WITH found[..1000] + CASE WHEN size(found) > 1000 THEN [{
       timestamp: last(found).timestamp, messageId: last(found).messageId, with: null,
       came: ['all of ' + (size(found) - 1000) + ' further steps'],
       newIds: reduce(n = 0, one IN found[1000..] | n + one.newIds), newProfiles: reduce(n = 0, one IN found[1000..] | n + one.newProfiles)
     }] ELSE [] END AS steps
UNWIND range(0, size(steps) - 1) AS place
RETURN place + 1 AS step,
       toString(datetime.truncate('second', steps[place].timestamp)) AS timestamp,
       steps[place].came AS came,
       steps[place].with AS with,
       reduce(n = 0, one IN steps[..place + 1] | n + one.newIds) AS ids,
       reduce(n = 1, one IN steps[..place + 1] | n + one.newProfiles) AS profiles,
       steps[place].messageId AS messageId
ORDER BY step
