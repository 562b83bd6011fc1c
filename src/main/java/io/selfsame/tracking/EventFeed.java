package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.error.Invalid;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.StatementFailed;
import io.selfsame.json.SentJson;
import io.selfsame.space.SpaceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events that come by other ways than requests, with the same checks, limits and fair shares. Whoever brings them is told to wait
 * where a client would get 429 or 503. Thread safe.
 */
public final class EventFeed {

    /** Events at once; a bucket of a rate limit holds as many. */
    public static final int MOST = 1_000;

    /** Bytes of an event that are looked at; a longer one need not be brought whole. It is rejected. */
    public static final int LARGEST = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Intake intake;
    private final RateLimits limits;
    private final TrackingFigures figures;
    private final Function<Intake.Sender, MessageParser> parsers;
    private final BiConsumer<Intake.Sender, MessageParser.Parsed> dropped;

    /** @param dropped counts what filters have kept out */
    EventFeed(Intake intake, RateLimits limits, TrackingFigures figures,
            Function<Intake.Sender, MessageParser> parsers,
            BiConsumer<Intake.Sender, MessageParser.Parsed> dropped) {
        this.intake = intake;
        this.limits = limits;
        this.figures = figures;
        this.parsers = parsers;
        this.dropped = dropped;
    }

    /**
     * An event as it came.
     *
     * @param bytes JSON in UTF-8, or what should be
     * @param id the message ID that it gets if it has none: the same whenever it comes again
     * @param at the time of the event if it says none: the same whenever it comes again
     * @param place where it is from, for whoever looks at what was rejected
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
    public record FedEvent(byte[] bytes, String id, Optional<Instant> at, String place) {}

    /** What became of events. */
    public sealed interface Fed {

        /**
         * All are committed: each was accepted, or had been before, or is among the rejected events with its reason.
         *
         * @param rejected by index, why
         */
        record Committed(int accepted, int repeated, Map<Integer, Reason> rejected) implements Fed {

            public Committed {
                rejected = Map.copyOf(rejected);
            }

            /** Together with what became of the events behind the first so many. */
            private Committed and(int behind, Committed others) {
                Map<Integer, Reason> all = new HashMap<>(rejected);
                others.rejected.forEach((index, reason) -> all.put(behind + index, reason));
                return new Committed(accepted + others.accepted, repeated + others.repeated, all);
            }
        }

        /**
         * All are to be brought again; some may be committed, which does no harm.
         *
         * @param after how long to wait
         * @param reason a clause, for people
         */
        record Later(Duration after, String reason) implements Fed {}
    }

    /** Why an event was not taken. */
    public record Reason(String code, String message) {}

    /**
     * Commits events, in their order.
     *
     * @param source the ID of what brings them
     * @param events {@link #MOST} at most
     */
    public Fed take(SpaceId space, String source, List<FedEvent> events) {
        if (events.isEmpty()) {
            return new Fed.Committed(0, 0, Map.of());
        }
        var sender = new Intake.Sender(space, source);
        RateLimits.TakenTokens tokens = limits.of(sender);
        Optional<RateLimits.Quota> quota = tokens.take(events.size());
        if (quota.isPresent() && quota.get().isRefusal()) {
            figures.limited(quota.get().of(), events.size());
            return new Fed.Later(Duration.ofSeconds(quota.get().retryAfter()),
                    "more events than the limit of the " + quota.get().of().words() + " allows");
        }
        try {
            return withoutPoison(sender, events);
        } catch (Overloaded e) {
            tokens.giveBack();
            return new Fed.Later(AGAIN, "the service cannot keep up");
        } catch (GraphUnavailable e) {
            tokens.giveBack();
            return new Fed.Later(AGAIN, "Neo4j is away");
        }
    }

    /**
     * An event that cannot be written, through a fault of ours, must not keep out those behind it for ever. It is found by halves, and
     * kept as rejected; where that cannot be written either, the fault is Neo4j's, and everything waits.
     */
    private Fed withoutPoison(Intake.Sender sender, List<FedEvent> events) {
        try {
            return commit(sender, events);
        } catch (Overloaded | GraphUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            if (events.size() == 1) {
                return setAside(sender, events.getFirst(), e);
            }
            int half = events.size() / 2;
            return switch (withoutPoison(sender, events.subList(0, half))) {
                case Fed.Later later -> later;
                case Fed.Committed first -> switch (withoutPoison(sender, events.subList(half, events.size()))) {
                    case Fed.Later later -> later;
                    case Fed.Committed second -> first.and(half, second);
                };
            };
        }
    }

    private Fed setAside(Intake.Sender sender, FedEvent event, RuntimeException failure) {
        LOG.warn("An event of {} cannot be written, and is kept as rejected ({})", sender.sourceId(), event.place(),
                StatementFailed.loggable(failure));
        var why = new Reason("not_written", "The service failed to write the event; its log says why");
        try {
            intake.submit(new Submission(sender, List.of(), List.of(Rejection
                    .unread(0, new String(event.bytes(), StandardCharsets.UTF_8), "").because(why.code(), why.message())
                    .from(event.place(), event.id()))));
            return new Fed.Committed(0, 0, Map.of(0, why));
        } catch (Overloaded | GraphUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            return new Fed.Later(LONG, "Neo4j does not take writes");
        }
    }

    private Fed.Committed commit(Intake.Sender sender, List<FedEvent> events) {
        intake.requireRoom(sender);
        MessageParser.Parsed parsed = parsers.apply(sender).fed(events.stream().map(EventFeed::item).toList());
        List<Rejection> unread = parsed.rejections().stream()
                .map(each -> each.from(events.get(each.index()).place(), events.get(each.index()).id())).toList();
        List<Rejection> rejected = new ArrayList<>(unread);
        int repeated = 0;
        if (!parsed.messages().isEmpty() || !unread.isEmpty()) {
            List<String> places = parsed.messages().stream().map(each -> events.get(each.common().index()).place())
                    .toList();
            Intake.Taken taken = intake.submit(new Submission(sender, parsed.messages(), unread, places));
            repeated = taken.repeated();
            taken.refused()
                    .forEach(each -> rejected.add(each.at(parsed.messages().get(each.index()).common().index())));
        }
        dropped.accept(sender, parsed);
        return new Fed.Committed(events.size() - rejected.size() - repeated, repeated, rejected.stream()
                .collect(Collectors.toMap(Rejection::index, each -> new Reason(each.code(), each.message()))));
    }

    private static BatchBody.Item item(FedEvent event) {
        if (event.bytes().length > LARGEST) {
            return new BatchBody.Item.Unread(new String(event.bytes(), StandardCharsets.UTF_8),
                    "The event has more than " + LARGEST / 1024 + " KB; the limit is "
                            + MessageParser.MAX_EVENT_BYTES / 1024 + " KB");
        }
        try {
            JsonNode read = SentJson.parse(event.bytes());
            return new BatchBody.Item.Read(read instanceof ObjectNode message ? completed(message, event) : read);
        } catch (Invalid e) {
            return new BatchBody.Item.Unread(new String(event.bytes(), StandardCharsets.UTF_8),
                    String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode completed(ObjectNode message, FedEvent event) {
        JsonNode id = message.path("messageId");
        if (id.isMissingNode() || id.isNull() || id.asText(" ").isBlank()) {
            message.put("messageId", event.id());
        }
        // Between the clock of a client and its message's way to us lies the time that it has waited.
        message.remove("sentAt");
        if (!message.hasNonNull("timestamp") && !message.hasNonNull("originalTimestamp")) {
            event.at().ifPresent(at -> message.put("timestamp", at.toString()));
        }
        return message;
    }

    /** In parts that can be taken at once. */
    public static List<List<FedEvent>> parts(List<FedEvent> events) {
        List<List<FedEvent>> parts = new ArrayList<>();
        for (int start = 0; start < events.size(); start += MOST) {
            parts.add(events.subList(start, Math.min(events.size(), start + MOST)));
        }
        return parts;
    }
}
