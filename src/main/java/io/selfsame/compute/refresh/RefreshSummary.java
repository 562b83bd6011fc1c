package io.selfsame.compute.refresh;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.people.FailureTally;
import io.selfsame.identity.ids.Owner;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a refresh has done, and the progress of long work, in a few words for people. For one thread. */
final class RefreshSummary {

    private long looked;
    private long results;
    private long entered;
    private long left;
    private final Set<String> failed = new TreeSet<>();
    private final Named unreadable = new Named();
    private final Named unwritable = new Named();
    private long filled;
    private long skipped;
    private Optional<String> firstSkipped = Optional.empty();
    private String progress = "";
    private String waits = "";
    private boolean behind;
    private String instead = "";

    /** How many, and who the first of them are. */
    private static final class Named {

        private static final int MOST = 10;

        private final Set<Owner> first = new LinkedHashSet<>();
        private long count;

        void add(FailureTally some) {
            count += some.count();
            some.examples().stream().limit(MOST - first.size()).forEach(first::add);
        }

        String words(String what) {
            return count == 0 ? "" : "; " + count + what + ", the first are " + String.join(", ", Owner.values(first));
        }
    }

    /** Who was left out of a slice. */
    void add(RefreshBatch batch) {
        unreadable.add(batch.unreadable());
        unwritable.add(batch.unwritable());
    }

    /** People were looked at. */
    void add(int people) {
        looked += people;
    }

    void add(ResultChanges changes) {
        results += changes.results().size();
        entered += changes.moves().stream().filter(ResultChanges.MembershipChange::enters).count();
        left += changes.moves().stream().filter(move -> !move.enters()).count();
        changes.failures().forEach((definition, why) -> failed.add(definition.key() + changes.firstOf(definition)));
    }

    /** Stored events were given columns. */
    void fills(EventColumns.Filled some) {
        filled += some.looked();
        skipped += some.skipped();
        firstSkipped = firstSkipped.or(some::first);
        progress = "; " + filled + " stored events were given columns, and there are more";
    }

    void walks(long people, long of) {
        progress = "; backfill: " + people + " of " + Math.max(people, of) + " people";
    }

    /** What was begun is done. */
    void isThrough() {
        progress = "";
    }

    /** There was no room for what is left. */
    void putOff() {
        waits = "; the rest waits for other evaluations";
        behind = true;
    }

    /** Whether what had to be done was not done. */
    boolean isBehind() {
        return behind;
    }

    /** Those who were looked at together take long. */
    void takesLong() {
        waits = "; these people take long to evaluate, so fewer are looked at together from now on";
        behind = true;
    }

    /** Nothing was done, for a reason. */
    void nothing(String why) {
        instead = why;
    }

    @Override
    public String toString() {
        if (!instead.isEmpty()) {
            return instead;
        }
        return looked + " people looked at, " + results + " results changed, " + entered + " entered and " + left
                + " left audiences" + progress + waits
                + (skipped == 0
                        ? ""
                        : "; " + skipped + " stored events cannot be read, the first is "
                                + firstSkipped.orElse(""))
                + unreadable.words(" people or accounts cannot be looked at")
                + unwritable.words(" people or accounts cannot be written about")
                + (failed.isEmpty() ? "" : "; failed: " + String.join(", ", failed));
    }
}
