package io.selfsame.space;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.flow.Coalescer;
import io.selfsame.flow.SingleFlight;
import io.selfsame.graph.Graph;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What secrets open, remembered for a few seconds. What is not remembered is looked up in rounds, many secrets in one query, so
 * that who tries wrong ones, as many as they like, keeps nobody waiting for longer than some rounds; and those that were good
 * within the last hour have rounds, and room to be remembered, of their own. Thread safe.
 */
final class GrantCache {

    /** How long what a secret opens, or that it opens nothing, is believed. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** As long as the driver tries, and less than clients wait, which is ten seconds mostly. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Secrets in one query: about as many as cost no more than the round trip itself. */
    private static final int ROUND = 256;

    private final Graph graph;
    private final Cache<String, CachedGrant> grants = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1)).build();
    private final Cache<String, Boolean> unknown = Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(FRESH)
            .build();
    private final SingleFlight<Question, Optional<Grant>> asked = new SingleFlight<>();
    /** Whoever asks gives up in time, so what waits here is bounded by the requests there are. */
    private final Coalescer<Question, Optional<Grant>> found;
    private final AtomicLong revocations = new AtomicLong();

    GrantCache(Graph graph) {
        this.graph = graph;
        // One lane for secrets that were good before, one for others, and a round of each at a time.
        this.found = Coalescer.inLanes(2, 1, ROUND, question -> 1, Question::wasGood, question -> "", this::find);
    }

    /** What a good secret opens, when that was read, and after which revocation. */
    private record CachedGrant(Grant grant, long readAt, long revocation) {

        boolean isFresh(long lastRevocation) {
            return revocation == lastRevocation && System.nanoTime() - readAt < FRESH.toNanos();
        }
    }

    /** Who asks after a revocation does not share the answer with those who asked before it. */
    private record Question(String hash, long revocation, boolean wasGood) {}

    /** To be called once something was taken back. */
    void revoked() {
        revocations.incrementAndGet();
    }

    /**
     * What the secret of a hash opens, as of some seconds ago.
     *
     * @throws io.selfsame.graph.GraphUnavailable if Neo4j does not say so within some seconds
     */
    Optional<Grant> opens(String hash) {
        CachedGrant known = grants.getIfPresent(hash);
        var question = new Question(hash, revocations.get(), known != null);
        if (known != null && known.isFresh(question.revocation())) {
            return Optional.of(known.grant());
        }
        if (unknown.getIfPresent(hash) != null) {
            return Optional.empty();
        }
        return asked.ask(question, () -> found.ask(question, PATIENCE));
    }

    private List<Optional<Grant>> find(List<Question> questions) {
        long now = System.nanoTime();
        List<String> hashes = questions.stream().map(Question::hash).distinct().toList();
        Map<String, Grant> opened = graph.read(tx -> SecretStore.find(tx, hashes));
        return questions.stream().map(question -> {
            Optional<Grant> grant = Optional.ofNullable(opened.get(question.hash()));
            grant.ifPresentOrElse(
                    good -> grants.put(question.hash(), new CachedGrant(good, now, question.revocation())),
                    () -> {
                        grants.invalidate(question.hash());
                        unknown.put(question.hash(), true);
                    });
            return grant;
        }).toList();
    }
}
