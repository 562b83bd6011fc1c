package io.selfsame.tracking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
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

    /**
     * What is left to a sender, of the narrower of the two limits.
     *
     * @param limit the most that can be left
     * @param remaining events that may be sent now
     * @param reset seconds until the limit is left again, if nothing is sent
     * @param retryAfter seconds until what was refused can be sent; 0 if it was not refused
     */
    record Quota(long limit, long remaining, long reset, long retryAfter) {}

    /** Buckets of one rate, or none. */
    private static final class Buckets<K> {

        private final long rate;
        private final long burst;
        private final Cache<K, Bucket> buckets;

        Buckets(long rate) {
            this.rate = rate;
            this.burst = Math.max(rate, MessageParser.MAX_BATCH_EVENTS);
            this.buckets = Caffeine.newBuilder().expireAfterAccess(Duration.ofSeconds(rate == 0 ? 1 : burst / rate + 1))
                    .build();
        }

        Optional<Bucket> of(K key) {
            return rate == 0
                    ? Optional.empty()
                    : Optional.of(buckets.get(key, any -> Bucket.builder().addLimit(
                            limit -> limit.capacity(burst).refillGreedy(rate, Duration.ofSeconds(1))).build()));
        }

        Quota quota(long remaining, long retryNanos) {
            return new Quota(burst, remaining, Math.ceilDiv(burst - remaining, rate),
                    retryNanos == 0 ? 0 : Math.ceilDiv(retryNanos, TimeUnit.SECONDS.toNanos(1)));
        }

        Optional<Quota> take(K key, long events) {
            return of(key).map(bucket -> {
                ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(events);
                return quota(probe.getRemainingTokens(), probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill());
            });
        }

        Optional<Quota> refusal(K key) {
            return of(key).map(bucket -> bucket.estimateAbilityToConsume(1)).filter(probe -> !probe.canBeConsumed())
                    .map(probe -> quota(probe.getRemainingTokens(), probe.getNanosToWaitForRefill()));
        }

        void giveBack(K key, long events) {
            of(key).ifPresent(bucket -> bucket.addTokens(events));
        }
    }

    /**
     * Sets up full buckets.
     *
     * @param space events a second, 0 for as many as come
     * @param key likewise
     */
    RateLimits(long space, long key) {
        this.spaces = new Buckets<>(space);
        this.keys = new Buckets<>(key);
    }

    /** What stands against a sender who wants to send anything, before it is read. */
    Optional<Quota> refusal(Sender sender) {
        return keys.refusal(sender).or(() -> spaces.refusal(sender.space()));
    }

    /** Takes the tokens of as many events, or none if not all can be had; empty if there are no limits. */
    Optional<Quota> take(Sender sender, long events) {
        Optional<Quota> ofKey = keys.take(sender, events);
        if (isRefused(ofKey)) {
            return ofKey;
        }
        Optional<Quota> ofSpace = spaces.take(sender.space(), events);
        if (isRefused(ofSpace)) {
            keys.giveBack(sender, events);
            return ofSpace;
        }
        return ofKey.isPresent() && (ofSpace.isEmpty() || ofKey.get().remaining() <= ofSpace.get().remaining())
                ? ofKey
                : ofSpace;
    }

    private static boolean isRefused(Optional<Quota> quota) {
        return quota.isPresent() && quota.get().retryAfter() > 0;
    }

    /** Of events that were not taken after all. */
    void giveBack(Sender sender, long events) {
        keys.giveBack(sender, events);
        spaces.giveBack(sender.space(), events);
    }
}
