// blob-users-drawing: People who grew too large, drawn: the largest, red figure is the person, and the orange one the ID that
// brought most of it.
// Look at: the caption of an edge is the ID with which that ID or profile came. Follow the glue: what came with it are probably
// different people.
// Of each at most 25 merged profiles and 40 IDs are drawn; the Table view says how many are not.
// Params: space, top (how many people; 3 is readable)
//   :param space => 'demo';
//   :param top => 3;
// Returns: name, glue, profilesNotDrawn, idsNotDrawn, then root, merges, links and glueLink for the drawing
// Index: Blob.space, ExternalId.key
MATCH (root:Blob)
WHERE root.space = $space
WITH root, COUNT { (root)<-[:CANONICAL]-() } AS children
ORDER BY coalesce(root.personal, 0) DESC, children DESC, root.seq
LIMIT $top
WITH root, children,
     COUNT { (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-() } AS ids,
     COLLECT { MATCH (root)<-[:CANONICAL]-(child) RETURN child ORDER BY child.seq LIMIT 25 } AS drawn
WITH root, children, ids, drawn,
     COLLECT {
       UNWIND [root] + drawn AS member
       CALL (member) {
         MATCH link = (member)<-[:IDENTIFIES]-(id:ExternalId)
         WITH link ORDER BY id:Glue DESC, id.key LIMIT 40
         RETURN collect(link) AS ofMember
       }
       UNWIND range(0, size(ofMember) - 1) AS place
       WITH ofMember[place] AS link ORDER BY place, member.seq LIMIT 40
       RETURN link
     } AS links
RETURN root.name AS name,
       root.glue AS glue,
       children - size(drawn) AS profilesNotDrawn,
       ids - size(links) AS idsNotDrawn,
       root,
       COLLECT { UNWIND drawn AS child MATCH merge = (child)-[:MERGED_INTO]->(parent) WHERE parent = root OR parent IN drawn RETURN merge } AS merges,
       links,
       COLLECT { MATCH glueLink = (:ExternalId {key: root.space + '/' + root.glue})-[:IDENTIFIES]->(:Profile) RETURN glueLink } AS glueLink
ORDER BY coalesce(root.personal, 0) DESC, children DESC, root.seq
