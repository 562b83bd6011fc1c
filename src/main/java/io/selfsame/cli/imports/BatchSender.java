package io.selfsame.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.ServiceClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sends batches to {@code POST /v1/batch} until each is acknowledged. A batch whose answer was lost is sent again as it
 * was: its messages carry message IDs, and the service applies an ID once. Or has batches checked alone. Not thread-safe; one batch at a time keeps
 * the order of the stream.
 */
public final class BatchSender {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A fault inside the service seldom passes by itself, unlike its being busy or away. */
    private static final Duration PATIENCE_WITH_FAULTS = Duration.ofSeconds(15);

    private static final String ALONE = " Without --write-key, --dry-run only reads the files.";

    private final ServiceClient api;
    private final boolean checks;
    private final String authorization;
    private final Pause pause;
    private final Duration patience;
    private long retries;
    private boolean answered;

    /** Whether the batch may have been taken by an attempt whose answer was lost. */
    private boolean unsure;

    /** Waits; tests replace it. */
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** {@code index} counts from 0 in the batch as it was given. */
    public record RejectedMessage(int index, String messageId, String code, String message) {}

    /**
     * What would be left out of messages for one reason.
     *
     * @param index of the first such message
     */
    record NotedPart(String code, long count, int index, String field, String value) {}

    /**
     * Every message of a batch is accepted, or was there before, or is in {@code rejected}.
     *
     * @param noted what is left out of those that are accepted; an earlier service says it only of a batch that is checked
     */
    public record BatchOutcome(int accepted, int repeated, List<RejectedMessage> rejected, List<NotedPart> noted) {

        static final BatchOutcome NOTHING = new BatchOutcome(0, 0, List.of(), List.of());

        private BatchOutcome and(BatchOutcome more) {
            return new BatchOutcome(accepted + more.accepted, repeated + more.repeated,
                    Stream.concat(rejected.stream(), more.rejected.stream()).toList(),
                    Stream.concat(noted.stream(), more.noted.stream()).toList());
        }
    }

    /**
     * Sends by one write key.
     *
     * @param patience how long to go on trying one batch before giving up
     */
    public BatchSender(ServiceClient api, String writeKey, Duration patience, Pause pause) {
        this(api, false, writeKey, patience, pause);
    }

    private BatchSender(ServiceClient api, boolean checks, String writeKey, Duration patience, Pause pause) {
        this.api = api;
        this.checks = checks;
        this.authorization = ServiceClient.basic(writeKey);
        this.patience = patience;
        this.pause = pause;
    }

    /** Has batches checked, and nothing stored. A service that never answered is not waited for. */
    static BatchSender checking(ServiceClient api, String writeKey, Duration patience, Pause pause) {
        return new BatchSender(api, true, writeKey, patience, pause);
    }

    long retries() {
        return retries;
    }

    /**
     * Sends messages until they are acknowledged.
     *
     * @param messages JSON texts
     * @throws CliException if the write key is not known, the service stayed away for longer than the patience, or the
     *     answer is none that Selfsame gives to a batch
     */
    public BatchOutcome send(List<String> messages) throws InterruptedException {
        return send(messages, 0);
    }

    private BatchOutcome send(List<String> messages, int offset) throws InterruptedException {
        byte[] body = ("{\"batch\":[" + String.join(",", messages) + "]}").getBytes(StandardCharsets.UTF_8);
        ServiceClient.ServiceAnswer answer = untilAnswered(body);
        if (answer.status() / 100 == 2 && answer.body().path("success").asBoolean()) {
            return outcome(answer, messages.size(), offset);
        }
        return switch (answer.status()) {
            case 413 -> split(messages, offset, answer);
            case 400, 422 -> {
                if (!answer.isOurs()) {
                    throw unexpected(answer);
                }
                yield split(messages, offset, answer);
            }
            case 401, 403 -> throw new CliException("The service at " + api.base() + " does not know this write key ("
                    + answer.message() + "). Check --write-key or SELFSAME_WRITE_KEY.");
            case 404, 405 -> throw new CliException(checks
                    ? "The service at " + api.base()
                            + " cannot check events: it is an earlier version, or --url is wrong."
                            + ALONE
                    : "There is no tracking API at " + api.base() + ". Check --url.");
            default -> throw unexpected(answer);
        };
    }

    /** Nothing that says a message is bad: to set messages aside for it would lose them. */
    private CliException unexpected(ServiceClient.ServiceAnswer answer) {
        return new CliException("The service at " + api.base() + " answers a batch with " + answer.status() + " ("
                + answer.message() + "), which says nothing of its messages. Check --url, and what stands before the"
                + " service.");
    }

    /** The batch was refused as a whole: halve it until the message that spoils it stands alone. */
    private BatchOutcome split(List<String> messages, int offset, ServiceClient.ServiceAnswer answer)
            throws InterruptedException {
        if (messages.size() == 1) {
            return new BatchOutcome(0, 0,
                    List.of(new RejectedMessage(offset, "", answer.code(), answer.message())), List.of());
        }
        int half = messages.size() / 2;
        return send(messages.subList(0, half), offset)
                .and(send(messages.subList(half, messages.size()), offset + half));
    }

    private ServiceClient.ServiceAnswer untilAnswered(byte[] body) throws InterruptedException {
        Duration waited = Duration.ZERO;
        Duration next = FIRST_PAUSE;
        unsure = false;
        while (true) {
            String trouble;
            boolean broken = false;
            Duration wait = next;
            try {
                ServiceClient.ServiceAnswer answer = api.post(checks ? "/v1/batch/check" : "/v1/batch", authorization,
                        body);
                answered = true;
                if (answer.status() != 429 && answer.status() != 408 && answer.status() < 500) {
                    return answer;
                }
                trouble = answer.status() + " " + answer.message();
                broken = answer.status() == 500;
                // A part may have been committed before the rest was refused.
                unsure = true;
                wait = answer.retryAfter().orElse(next);
            } catch (IOException e) {
                unsure = true;
                trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                if (checks && !answered) {
                    throw new CliException(
                            "The service at " + api.base() + " does not answer (" + trouble + ")." + ALONE);
                }
            }
            if (waited.isZero()) {
                System.err.println("The service at " + api.base() + " does not take a batch yet (" + trouble
                        + "); trying again.");
            }
            if (waited.compareTo(broken && PATIENCE_WITH_FAULTS.compareTo(patience) < 0
                    ? PATIENCE_WITH_FAULTS
                    : patience) >= 0) {
                throw new CliException("The service at " + api.base() + " could not take a batch for "
                        + waited.toSeconds() + " seconds (last: " + trouble + "). Is it running?");
            }
            retries++;
            // A Retry-After of 0 must not become a busy loop, nor escape the patience.
            wait = wait.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : wait;
            pause.of(wait);
            waited = waited.plus(wait);
            next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
        }
    }

    private BatchOutcome outcome(ServiceClient.ServiceAnswer answer, int size, int offset) {
        List<RejectedMessage> rejected = new ArrayList<>();
        for (JsonNode node : answer.body().path("rejected")) {
            rejected.add(new RejectedMessage(offset + node.path("index").asInt(), node.path("messageId").asText(""),
                    node.path("code").asText("rejected"), node.path("message").asText("")));
        }
        // What was there is then most likely what we have sent ourselves.
        int repeated = unsure ? 0 : answer.body().path("repeated").asInt();
        List<NotedPart> noted = new ArrayList<>();
        for (JsonNode node : answer.body().path("noted")) {
            noted.add(new NotedPart(node.path("code").asText(), node.path("count").asLong(),
                    offset + node.path("index").asInt(), node.path("field").asText(), node.path("value").asText()));
        }
        return new BatchOutcome(size - rejected.size() - repeated, repeated, rejected, noted);
    }
}
