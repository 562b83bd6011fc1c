// Who was merged away, and into whom; some of them if there are more than most.
// Params: space, most
// Returns: child, root (segmentIds)
// Index: Child.space
MATCH (child:Child)-[:CANONICAL]->(root:Profile)
WHERE child.space = $space
RETURN child.segmentId AS child, root.segmentId AS root
LIMIT $most
