// Pauses a destination whose receiver refuses us, until a person resumes it.
// Params: key (of the destination), version (that was sent for: one that was changed since is not paused), why, forbidden (keys
//         of deliveries that the receiver has forbidden), most (of these that are remembered)
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
WHERE destination.version = $version
SET destination.pausedBecause = coalesce(destination.pausedBecause, $why),
    destination.forbidden = ($forbidden + [key IN coalesce(destination.forbidden, []) WHERE NOT key IN $forbidden])[..$most]
