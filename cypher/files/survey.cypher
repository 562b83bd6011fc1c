// The exports of a space that are to go on now, and for which nobody works, those that wait longest first. One that was changed is due at once.
// Params: space, seconds (how long a claim is good for, at most)
// Returns: id (of the destination), late (whether nobody has begun for a minute)
// Index: Destination(space, id), FileExport.key
WITH datetime.realtime() AS now
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > '' AND destination.kind = 'files'
  AND destination.enabled AND destination.pausedBecause IS NULL
  AND NOT coalesce(now < destination.sendingUntil <= now + duration({seconds: $seconds + 1}), false)
OPTIONAL MATCH (export:FileExport {key: destination.key})
WITH destination, export, now
WHERE export IS NULL OR export.nextAt IS NULL OR export.nextAt <= now OR export.version <> destination.version
RETURN destination.id AS id,
       coalesce(export.nextAt, destination.createdAt) < now - duration({minutes: 1}) AS late
ORDER BY coalesce(export.nextAt, datetime({epochMillis: 0}))
