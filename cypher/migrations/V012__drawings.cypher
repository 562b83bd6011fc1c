// What drawings of the graph show: IDs tied to the decisions that refused them, profiles by name, and people who grew too large.
CREATE CONSTRAINT refused_id_key IF NOT EXISTS FOR (n:RefusedId) REQUIRE n.key IS UNIQUE;
// The IDs that were refused most: few nodes have the property.
CREATE INDEX external_id_refusals IF NOT EXISTS FOR (n:ExternalId) ON (n.space, n.refusals);
CREATE INDEX refused_id_refusals IF NOT EXISTS FOR (n:RefusedId) ON (n.space, n.refusals);
// People who are too large, the worst first.
CREATE INDEX blob_personal IF NOT EXISTS FOR (n:Blob) ON (n.space, n.personal);
// Entries of before, in the order of the index, which is that of the ledger: a sort would hold them all in memory.
MATCH (decision:Refusal)
USING INDEX decision:Refusal(space, seq)
WHERE decision.space > '' AND decision.seq > 0 AND size(decision.refused) > 0
WITH decision ORDER BY decision.space, decision.seq
CALL (decision) {
  WITH decision
  WHERE NOT EXISTS { (decision)-[:REFUSED]->() }
  UNWIND range(0, size(decision.refused) - 1) AS place
  WITH decision, decision.refused[place] AS name,
       CASE WHEN size(decision.codes) = 1 THEN decision.codes[0] ELSE head([code IN decision.codes WHERE code <> 'no_identifiers']) END AS code
  CALL (decision, name) {
    MATCH (id:ExternalId {key: decision.space + '/' + name})
    RETURN id
    UNION
    WITH decision, name
    WHERE NOT EXISTS { MATCH (:ExternalId {key: decision.space + '/' + name}) }
    MERGE (id:RefusedId {key: decision.space + '/' + name, space: decision.space, type: split(name, ':')[0],
                         value: substring(name, size(split(name, ':')[0]) + 1)})
    RETURN id
  }
  SET id.refusals = coalesce(id.refusals, 0) + 1, id.lastRefusal = decision.seq
  CREATE (decision)-[:REFUSED {code: code, times: id.refusals}]->(id)
} IN TRANSACTIONS OF 1000 ROWS;
// Names: first of each profile by itself, then of people by the best of their profiles.
MATCH (profile:Profile)
WHERE profile.name IS NULL
CALL (profile) {
  OPTIONAL MATCH (full:Trait {key: profile.segmentId + '/name'})
  OPTIONAL MATCH (first:Trait {key: profile.segmentId + '/firstName'})
  OPTIONAL MATCH (last:Trait {key: profile.segmentId + '/lastName'})
  OPTIONAL MATCH (email:Trait {key: profile.segmentId + '/email'})
  WITH profile,
       [text IN [full.value, first.value, last.value, email.value] |
         CASE WHEN text IS :: STRING NOT NULL THEN trim(text) ELSE '' END] AS sent
  WITH profile,
       CASE
         WHEN sent[0] <> '' THEN [sent[0], 'name']
         WHEN sent[1] + sent[2] <> '' THEN [trim(sent[1] + ' ' + sent[2]), 'name']
         WHEN sent[3] <> '' THEN [sent[3], 'email']
       END AS best
  WITH profile,
       CASE WHEN best IS NULL THEN head(COLLECT {
         MATCH (profile)<-[:IDENTIFIES]-(id:ExternalId)
         WHERE id.type IN ['email', 'user_id']
         RETURN [id.value, id.type] ORDER BY id.type, id.key LIMIT 1
       }) ELSE best END AS best
  WITH profile, coalesce(best, ['…' + right(profile.segmentId, 6), 'segment_id']) AS own
  SET profile.name = left(own[0], 100), profile.nameFrom = own[1]
} IN TRANSACTIONS OF 1000 ROWS;
MATCH (root:Parent)
WHERE NOT root:Child
CALL (root) {
  MATCH (root)<-[:CANONICAL]-(child:Profile)
  WITH root, child,
       CASE child.nameFrom WHEN 'name' THEN 3 WHEN 'email' THEN 2 WHEN 'user_id' THEN 1 ELSE 0 END AS worth
  ORDER BY worth DESC, child.seq
  LIMIT 1
  WITH root, child, worth
  WHERE worth > CASE root.nameFrom WHEN 'name' THEN 3 WHEN 'email' THEN 2 WHEN 'user_id' THEN 1 ELSE 0 END
  SET root.name = child.name, root.nameFrom = child.nameFrom
} IN TRANSACTIONS OF 1000 ROWS;
// People who grew too large, with the ID that most of the events that grew them had in common.
MATCH (root:Profile)
WHERE NOT root:Child AND (root:Parent OR COUNT { (root)<-[:IDENTIFIES]-() } > 3)
CALL (root) {
  CALL (root) {
    MATCH (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(x:ExternalId)
    WITH x.type AS type, count(*) AS n,
         x.type IN ['anonymous_id', 'ga_client_id', 'cross_domain_id'] OR x.type STARTS WITH 'ios.' OR x.type STARTS WITH 'android.' AS device
    ORDER BY device, n DESC, type
    WITH sum(n) AS identified, head(collect(CASE WHEN device THEN null ELSE {type: type, n: n} END)) AS most
    RETURN identified, coalesce(most.n, 0) AS personal, most.type AS personalType
  }
  WITH root, identified, personal, personalType
  WHERE identified > 50 OR personal > 3 OR COUNT { (root)<-[:CANONICAL]-() } > 20
  SET root:Blob, root.personal = personal, root.personalType = personalType
  WITH root
  CALL (root) {
    CALL (root) {
      MATCH (root)<-[:CANONICAL]-()-[merge:MERGED_INTO]->(:Profile)
      RETURN merge.messageId AS messageId
      UNION
      MATCH (root)<-[:CANONICAL*0..1]-()<-[link:IDENTIFIES]-(:ExternalId)
      RETURN link.messageId AS messageId
    }
    MATCH (e:Event {space: root.space, messageId: messageId})
    UNWIND e.externalIds AS name
    RETURN name, count(*) AS times
    ORDER BY times DESC, name
    LIMIT 1
  }
  SET root.glue = name, root.glueTimes = times
  WITH root
  MATCH (id:ExternalId {key: root.space + '/' + root.glue})
  SET id:Glue
} IN TRANSACTIONS OF 100 ROWS;
