package io.selfsame.lease;

/**
 * What one run of a piece of background work has done. A run does a bounded slice and then gives way, so that no space waits for
 * the long work of another.
 *
 * @param words for people; the empty string if there is nothing to say
 * @param more whether there is more to do at once; then it runs again, behind whatever else is late
 * @param behind whether it found no room for what had to be done: the run counts neither as a failure nor as a success
 */
public record Progress(String words, boolean more, boolean behind) {

    /** Some of it is done, or all. */
    public Progress(String words, boolean more) {
        this(words, more, false);
    }

    /** What had to be done waits for room. */
    public static Progress behind(String words) {
        return new Progress(words, true, true);
    }

    /** All of it is done. */
    public static Progress done(String words) {
        return new Progress(words, false);
    }
}
