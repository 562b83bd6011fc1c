package io.selfsame.query.check;

import io.selfsame.query.QueryException;
import java.util.IdentityHashMap;
import java.util.function.Function;

/**
 * Where the parts of one tree were read from, so that what is found in the tree can be shown in the text. By identity:
 * equal parts may stand in several places. Not thread safe.
 */
public final class SourcePositions {

    private final IdentityHashMap<Object, Function<String, QueryException>> places = new IdentityHashMap<>();

    /** Remembers where a part stands, and returns it. */
    public <T> T put(T part, Function<String, QueryException> place) {
        places.put(part, place);
        return part;
    }

    /** A problem with a part. */
    QueryException problem(Object part, String problem) {
        return places.getOrDefault(part, QueryException::nowhere).apply(problem);
    }
}
