package io.selfsame.compute.people;

import io.selfsame.compute.evaluate.MemoryAllowance;
import java.time.Duration;

/**
 * The sizes of the parts in which a refresh works. They limit the memory it takes, how long it keeps locks, and how long other
 * work waits for it. Tests use small ones, so that they meet every boundary.
 *
 * @param people people that are evaluated together, and people in one page of a walk
 * @param accounts in one page of a walk
 * @param places of the ledger in the first stretch of a run; later ones grow or shrink with the time that they take
 * @param events loaded together, of all people in a portion
 * @param few a person with no more events than this is loaded without counting them first
 * @param mostOfPerson events of one person: a person with more is not evaluated
 * @param mostOfAccount events of all members of one account, where each member counts as {@link MemoryAllowance#PERSON} events:
 *     an account with more is not evaluated
 * @param slice how long each part of a run (new events, ends of windows, the walk) begins new pieces
 * @param evaluation how long people are evaluated together before their number is reduced; meanwhile they hold memory and a
 *     thread for which others wait
 */
public record RefreshLimits(int people, int accounts, int places, int events, int few, int mostOfPerson,
        int mostOfAccount,
        Duration slice, Duration evaluation) {

    /** So many times as long somebody alone may take, with their accounts and those whom these change. */
    private static final int ALONE = 6;

    /** So many bytes of the heap for each event: then the largest account and the largest person take seven 64ths of it. */
    private static final long EACH = 64L * MemoryAllowance.EVENT / 7;

    private static final long EVER = 1_000_000;

    public static final RefreshLimits STANDARD = new RefreshLimits(500, 100, 2_000, 100_000, 200, most(),
            most(), Duration.ofSeconds(1), Duration.ofSeconds(10));

    private static int most() {
        return (int) Math.min(EVER, Runtime.getRuntime().maxMemory() / EACH);
    }

    /** The same for a space whose people take long: about so many are looked at together. */
    public RefreshLimits together(int some) {
        return some >= people
                ? this
                : new RefreshLimits(some, scaled(accounts, some), scaled(places, some), events, few,
                        mostOfPerson, mostOfAccount, slice, evaluation);
    }

    private int scaled(int limit, int some) {
        return Math.max(1, (int) ((long) limit * some / people));
    }

    /** How long so many are evaluated. */
    public Duration evaluation(int together) {
        return together > 1 ? evaluation : evaluation.multipliedBy(ALONE);
    }

    /** The longest stretch of the ledger. */
    public int mostPlaces() {
        return 5 * places;
    }

    /** What is taken for those who are looked at together, however little they are reckoned to take: their values may be long. */
    public int least() {
        return events / 10;
    }

    /** What those who are looked at together take at most: no more than the largest person or account. */
    public long mostHeld() {
        return Math.max(mostOfPerson, mostOfAccount);
    }
}
