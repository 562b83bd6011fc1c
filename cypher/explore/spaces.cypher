// spaces: What is in here: every space with its size. Start with this one: it gives the value for $space in all the others.
// Look at: people against profiles (the difference is merges), and refusals (each kept two people from being glued).
// Params: none
// Returns: space, name, people, profiles, ids, events, refusals
// Index: ExternalId.key by prefix, Event (space, seq); profiles and refusals are counted in one scan of their labels
CALL () {
  MATCH (p:Profile)
  WITH p.space AS space, count(*) AS profiles, count(CASE WHEN NOT p:Child THEN 1 END) AS people
  RETURN collect({space: space, profiles: profiles, people: people}) AS sizes
}
CALL () {
  MATCH (d:Refusal)
  WITH d.space AS space, count(*) AS refusals
  RETURN collect({space: space, refusals: refusals}) AS refused
}
MATCH (s:Space)
WITH s, head([size IN sizes WHERE size.space = s.id]) AS size, head([r IN refused WHERE r.space = s.id]) AS r
RETURN s.id AS space,
       s.name AS name,
       coalesce(size.people, 0) AS people,
       coalesce(size.profiles, 0) AS profiles,
       COUNT { MATCH (x:ExternalId) WHERE x.key STARTS WITH s.id + '/' } AS ids,
       COUNT { MATCH (e:Event) WHERE e.space = s.id AND e.seq >= 0 } AS events,
       coalesce(r.refusals, 0) AS refusals
ORDER BY space
