package io.selfsame.destination.kafka;

import io.selfsame.destination.send.Outcome;
import io.selfsame.kafka.KafkaDoor.Opened;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** What a failure of Kafka's client means for a message. Nothing of its own text: brokers can write there. Pure. */
final class Refusals {

    private Refusals() {}

    /** The same, with what is known of the brokers beside it. */
    static Outcome of(Throwable failure, String topic, Opened<?> opened) {
        Outcome outcome = of(failure, topic);
        if (!(outcome instanceof Outcome.Retry)) {
            return outcome;
        }
        return opened.refusal().<Outcome>map(Outcome.Pause::new).or(() -> opened.fault().map(Refusals::again))
                .orElseGet(() -> opened.hasHeard() || !(failure instanceof TimeoutException)
                        ? outcome
                        : again("no broker answers"));
    }

    /** What becomes of a message that was not taken. */
    private static Outcome of(Throwable failure, String topic) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<Outcome> meant = meant(cause, topic);
            if (meant.isPresent()) {
                return meant.get();
            }
        }
        return again(failure instanceof TimeoutException
                ? "no broker has taken the message in time"
                : "the brokers have not taken the message");
    }

    private static Optional<Outcome> meant(Throwable failure, String topic) {
        return Optional.ofNullable(switch (failure) {
            case SaslAuthenticationException e -> new Outcome.Pause("the brokers do not accept our user and password");
            case UnsupportedSaslMechanismException e ->
                new Outcome.Pause("the brokers do not know this mechanism of authentication");
            case SslAuthenticationException e ->
                again("no secure connection: the certificate is not trusted, or not for this host");
            case AuthorizationException e -> new Outcome.Pause("the brokers forbid us to write to topic " + topic);
            case UnknownTopicOrPartitionException e -> new Outcome.Pause("there is no topic " + topic);
            case InvalidTopicException e -> new Outcome.Pause(topic + " is no name of a topic");
            case InvalidRequiredAcksException e ->
                new Outcome.Pause("the topic takes no messages that all replicas have");
            case RecordTooLargeException e -> new Outcome.Final("the message is larger than topic " + topic + " takes");
            case RecordBatchTooLargeException e ->
                new Outcome.Final("the message is larger than topic " + topic + " takes");
            case NotEnoughReplicasException e -> again("the topic has too few replicas in sync");
            default -> null;
        });
    }

    private static Outcome again(String reason) {
        return new Outcome.Retry(Optional.empty(), reason);
    }
}
