// largest-clusters-drawing: The people made of the most profiles, drawn with their profiles and IDs.
// Look at: the arrows run from each profile to the one that it was merged into; the caption is the ID of the parent that the merging
// event carried. If one caption is everywhere, ask who else uses that ID.
// Of each person at most 25 merged profiles and 40 IDs are drawn; the Table view says how many are not.
// Params: space, top (how many people; 3 is readable)
//   :param space => 'demo';
//   :param top => 3;
// Returns: name, profilesNotDrawn, idsNotDrawn, then root, merges and links for the drawing
// Index: Parent.space, one node a merged person
MATCH (root:Parent)
WHERE root.space = $space AND NOT root:Child
WITH root, COUNT { (root)<-[:CANONICAL]-() } AS children
ORDER BY children DESC, root.seq
LIMIT $top
WITH root, children,
     COUNT { (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-() } AS ids,
     COLLECT { MATCH (root)<-[:CANONICAL]-(child) RETURN child ORDER BY child.seq LIMIT 25 } AS drawn
WITH root, children, ids, drawn,
     COLLECT {
       UNWIND [root] + drawn AS member
       CALL (member) {
         MATCH link = (member)<-[:IDENTIFIES]-(id:ExternalId)
         WITH link ORDER BY id.refusals IS NULL, id:Glue DESC LIMIT 40
         RETURN collect(link) AS ofMember
       }
       UNWIND range(0, size(ofMember) - 1) AS place
       WITH ofMember[place] AS link ORDER BY place, member.seq LIMIT 40
       RETURN link
     } AS links
RETURN root.name AS name,
       children - size(drawn) AS profilesNotDrawn,
       ids - size(links) AS idsNotDrawn,
       root,
       COLLECT { UNWIND drawn AS child MATCH merge = (child)-[:MERGED_INTO]->(parent) WHERE parent = root OR parent IN drawn RETURN merge } AS merges,
       links
ORDER BY children DESC, root.seq
