package io.selfsame.lease;

/**
 * What one run of a piece of background work has done. A run does a bounded slice and then gives way, so that no space waits for
 * the long work of another.
 *
 * @param words for people; the empty string if there is nothing to say
 * @param more whether there is more to do at once; then it runs again, behind whatever else is late
 */
public record Progress(String words, boolean more) {

    /** All of it is done. */
    public static Progress done(String words) {
        return new Progress(words, false);
    }
}
