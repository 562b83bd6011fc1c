package io.selfsame.tracking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;
import io.selfsame.http.HttpError;
import io.selfsame.space.SpaceId;
import io.selfsame.tracking.Intake.Sender;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How many events a second a space and a write key may send: token buckets, one token an event. A bucket holds the events
 * of a second, or of the largest batch if that is more, so that any batch passes in the end. Thread safe.
 *
 * <p>Buckets are of this instance: behind several, each grants as much. One that was left alone until it is full is
 * forgotten, so memory is bounded by who sends.
 */
final class RateLimits {

    private final Buckets<SpaceId> spaces;
    private final Buckets<Sender> keys;

    /** Whose limit it is. */
    enum LimitOwner {
        KEY("key", "write key"),
        SPACE("space", "space");

        private final String tag;
        private final String words;

        LimitOwner(String tag, String words) {
            this.tag = tag;
            this.words = words;
        }

        /** In figures. */
        String tag() {
            return tag;
        }

        /** In messages. */
        String words() {
            return words;
        }
    }

    /**
     * What is left to a sender, of the narrower of the two limits.
     *
     * @param of whose limit that is
     * @param limit the most that can be left
     * @param remaining events that may be sent now
     * @param reset seconds until the limit is left again, if nothing is sent
     * @param retryAfter seconds until what was refused can be sent; 0 if it was not refused
     */
    record Quota(LimitOwner of, long limit, long remaining, long reset, long retryAfter) {

        boolean isRefusal() {
            return retryAfter > 0;
        }

        /**
         * Tells the sender in headers of the answer.
         *
         * @throws HttpError 429 if it is a refusal
         */
        void show(Context ctx) {
            ctx.header("RateLimit-Limit", Long.toString(limit));
            ctx.header("RateLimit-Remaining", Long.toString(remaining));
            ctx.header("RateLimit-Reset", Long.toString(reset));
            if (isRefusal()) {
                throw HttpError.tooMany("More events than the limit of this " + of.words()
                        + " allows; send again after the Retry-After seconds", Math.toIntExact(retryAfter));
            }
        }
    }

    /** Buckets of one rate, or none. */
    private static final class Buckets<K> {

        private final LimitOwner of;
        private final long rate;
        private final long burst;
        private final Cache<K, Bucket> buckets;

        Buckets(LimitOwner of, long rate) {
            this.of = of;
            this.rate = rate;
            this.burst = Math.max(rate, MessageParser.MAX_BATCH_EVENTS);
            this.buckets = Caffeine.newBuilder().expireAfterAccess(Duration.ofSeconds(rate == 0 ? 1 : burst / rate + 1))
                    .build();
        }

        private Optional<Bucket> bucket(K key) {
            return rate == 0
                    ? Optional.empty()
                    : Optional.of(buckets.get(key, any -> Bucket.builder().addLimit(
                            limit -> limit.capacity(burst).refillGreedy(rate, Duration.ofSeconds(1))).build()));
        }

        private Quota quota(ConsumptionProbe probe) {
            long remaining = probe.getRemainingTokens();
            return new Quota(of, burst, remaining, Math.ceilDiv(burst - remaining, rate), probe.isConsumed()
                    ? 0
                    : Math.max(1, Math.ceilDiv(probe.getNanosToWaitForRefill(), TimeUnit.SECONDS.toNanos(1))));
        }

        Optional<Quota> take(K key, long events) {
            return bucket(key).map(bucket -> quota(bucket.tryConsumeAndReturnRemaining(events)));
        }

        void giveBack(K key, long events) {
            bucket(key).ifPresent(bucket -> bucket.addTokens(events));
        }
    }

    /**
     * Sets up full buckets.
     *
     * @param space events a second, 0 for as many as come
     * @param key likewise
     */
    RateLimits(long space, long key) {
        this.spaces = new Buckets<>(LimitOwner.SPACE, space);
        this.keys = new Buckets<>(LimitOwner.KEY, key);
    }

    /** The tokens of one request, none at first. */
    TakenTokens of(Sender sender) {
        return new TakenTokens(sender);
    }

    /** What one request of a sender has taken. For one thread at a time. */
    final class TakenTokens {

        private final Sender sender;
        private long events;

        private TakenTokens(Sender sender) {
            this.sender = sender;
        }

        /**
         * Takes the tokens of as many events in place of those that it has, or none if not all can be had.
         *
         * @return empty if there are no limits
         */
        Optional<Quota> take(long wanted) {
            giveBack();
            Optional<Quota> quota = RateLimits.this.take(sender, wanted);
            events = quota.isEmpty() || quota.get().isRefusal() ? 0 : wanted;
            return quota;
        }

        /** Gives all back, of events that were not taken for no fault of theirs. */
        void giveBack() {
            if (events > 0) {
                keys.giveBack(sender, events);
                spaces.giveBack(sender.space(), events);
                events = 0;
            }
        }
    }

    private Optional<Quota> take(Sender sender, long events) {
        Optional<Quota> ofKey = keys.take(sender, events);
        if (ofKey.isPresent() && ofKey.get().isRefusal()) {
            return ofKey;
        }
        Optional<Quota> ofSpace = spaces.take(sender.space(), events);
        if (ofSpace.isPresent() && ofSpace.get().isRefusal()) {
            keys.giveBack(sender, events);
            return ofSpace;
        }
        return ofKey.isPresent() && (ofSpace.isEmpty() || ofKey.get().remaining() <= ofSpace.get().remaining())
                ? ofKey
                : ofSpace;
    }
}
