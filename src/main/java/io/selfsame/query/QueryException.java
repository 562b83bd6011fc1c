package io.selfsame.query;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was given is no query. Says in one or two sentences what is wrong, what was expected, and what may have been
 * meant. The place is a line and column if the query was text, a JSON pointer if it was JSON, and neither if it was a
 * tree.
 */
public final class QueryException extends RuntimeException {

    private final String problem;
    private final int line;
    private final int column;
    private final @Nullable String pointer;

    private QueryException(String place, String problem, int line, int column, @Nullable String pointer) {
        super(place + problem, null, false, true);
        this.problem = problem;
        this.line = line;
        this.column = column;
        this.pointer = pointer;
    }

    public static QueryException at(int line, int column, String problem) {
        return new QueryException("Line " + line + ", column " + column + ": ", problem, line, column, null);
    }

    public static QueryException at(String pointer, String problem) {
        return new QueryException(pointer.isEmpty() ? "" : "At " + pointer + ": ", problem, 0, 0, pointer);
    }

    public static QueryException nowhere(String problem) {
        return new QueryException("", problem, 0, 0, null);
    }

    /** The place and the {@link #problem}. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** The line, from 1; 0 if the query was not text. */
    public int line() {
        return line;
    }

    /** The column, from 1, in characters (an emoji is one); 0 if the query was not text. */
    public int column() {
        return column;
    }

    /** RFC 6901, empty text for the whole; present if the query was JSON. */
    public Optional<String> pointer() {
        return Optional.ofNullable(pointer);
    }
}
