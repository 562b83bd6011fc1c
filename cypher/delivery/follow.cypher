// Notes for a destination what stands in the next places of the ledger, and moves its cursor behind them. Of each place the change of identity
// goes before the event that caused it. Places are handed out under a lock that is held until the commit, so nothing of the stretch is still
// to come; where the ledger ends is read before it. Who a person was is read off the merges up to the place. The caller holds
// the outbox. What nobody is known for has an owner of its own form, that of no account.
// Params: key (of the destination), space, places (how many are read), events (whether it is told of them), types and names (of these alone;
//         empty for all), identity (whether it is told of changes of identity)
// Returns: begin (exclusive) and end (inclusive) of the stretch that was read
// Index: Destination.key, Ledger.space, Event(space, seq), Decision(space, seq), Profile.segmentId, Outbox.space, Backlog.destination
MATCH (destination:Destination {key: $key})
MATCH (ledger:Ledger {space: $space})
WITH destination, destination.ledger AS begin, ledger.seq AS end, datetime.realtime() AS now
WITH destination, begin, now, CASE WHEN end - begin > $places THEN begin + $places ELSE end END AS upTo
CALL (destination, begin, upTo, now) {
  CALL (destination, begin, upTo) {
    MATCH (event:Event)
    WHERE $events AND event.space = $space AND event.seq > begin AND event.seq <= upTo AND event.seq > destination.eventsFrom
      AND (size($types) = 0 OR event.type IN $types) AND (size($names) = 0 OR event.name IN $names)
    RETURN event.seq AS seq, 'event' AS kind, event.owner AS owner, coalesce(event.name, event.type) AS trait,
           event.timestamp AS at, size(event.body) AS size, null AS key
    UNION ALL
    MATCH (decision:Decision)
    WHERE $identity AND decision.space = $space AND decision.seq > begin AND decision.seq <= upTo
      AND decision.seq > destination.identityFrom
    RETURN decision.seq AS seq, 'identity' AS kind, decision.segmentId AS owner, decision.outcome AS trait,
           decision.timestamp AS at, size(coalesce(decision.identifiers, '')) AS size, '/decision/' + decision.seq AS key
  }
  CALL (seq, owner) {
    OPTIONAL MATCH (taker:Profile {segmentId: owner})
    OPTIONAL MATCH (taker)-[merges:MERGED_INTO*1..]->(root:Profile)
    WHERE taker:Child AND all(merge IN merges WHERE merge.seq <= seq)
      AND NOT EXISTS { MATCH (root)-[further:MERGED_INTO]->(:Profile) WHERE further.seq <= seq }
    RETURN coalesce(root.segmentId, owner) AS person
  }
  WITH seq, kind, owner, person, trait, size, key,
       CASE WHEN at > now - duration('P1D') AND at < now THEN at ELSE now END AS at
  ORDER BY seq, kind DESC
  RETURN collect({seq: seq, kind: kind, owner: coalesce(owner, key), person: person, trait: trait, size: size, at: at}) AS found
}
SET destination.ledger = upTo
WITH destination, begin, upTo, found, now
CALL (destination, found, now) {
  WITH destination, found, now
  WHERE size(found) > 0
  MATCH (outbox:Outbox {space: $space})
  SET outbox.place = outbox.place + size(found)
  WITH destination, found, now, outbox.place - size(found) AS before
  UNWIND range(0, size(found) - 1) AS i
  WITH destination, now, before + i + 1 AS place, found[i] AS entry
  CREATE (:Delivery {key: destination.id + '/' + place, space: $space, destination: destination.id, place: place, owner: entry.owner,
                     person: entry.person, trait: entry.trait, kind: entry.kind, seq: entry.seq, size: entry.size, at: entry.at,
                     status: 'pending', attempts: 0, done: [], due: now, notedAt: now})
  WITH destination, count(*) AS noted WHERE noted > 0
  MERGE (backlog:Backlog {destination: destination.id})
  ON CREATE SET backlog.space = $space, backlog.noted = 0
  SET backlog.noted = backlog.noted + noted
  RETURN count(*) AS counted
}
RETURN begin, upTo AS end
