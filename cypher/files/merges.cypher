// What moves with profiles that are merged: the profiles below each, itself included, with the external IDs that each had then.
// Params: merges [{child (segmentId), seq (place of the merge)}]
// Returns: child, seq, profile (segmentId), ids ([type, value])
// Index: Profile.segmentId
UNWIND $merges AS row
MATCH (child:Profile {segmentId: row.child})
MATCH path = (child)<-[:MERGED_INTO*0..]-(below:Profile)
WHERE all(merge IN relationships(path) WHERE merge.seq < row.seq)
RETURN row.child AS child, row.seq AS seq, below.segmentId AS profile,
       COLLECT {
         MATCH (below)<-[link:IDENTIFIES]-(id:ExternalId)
         WHERE link.seq < row.seq
         RETURN [id.type, id.value] ORDER BY link.seq, id.key
       } AS ids
ORDER BY seq, child, below.seq
