package io.selfsame.destination.send;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What went wrong with a request, in plain words. Nothing of an exception's own text: receivers and names can write there. Pure. */
final class Failures {

    private Failures() {}

    static Reply late(HttpTransport.Limits limits) {
        return new Reply.Unreachable("no answer within " + text(limits.whole()));
    }

    static Reply reply(Exception failure, HttpTransport.Limits limits) {
        Optional<GuardedLookup.Refused> refused = find(failure, GuardedLookup.Refused.class);
        if (refused.isPresent()) {
            return new Reply.RefusedAddress(String.valueOf(refused.get().getMessage()));
        }
        return switch (failure) {
            case ConnectionRequestTimeoutException busy ->
                new Reply.NotSent("too many requests of this service are on their way");
            case GuardedLookup.Busy busy -> new Reply.NotSent("too many names are being looked up");
            default -> new Reply.Unreachable(reason(failure, limits));
        };
    }

    private static String reason(Exception failure, HttpTransport.Limits limits) {
        String step = text(limits.step());
        if (is(failure, CertificateException.class)) {
            return "the certificate is not trusted, or not for this host";
        }
        if (is(failure, MessageConstraintException.class)) {
            return "the headers of the answer are too large";
        }
        return switch (failure) {
            case GuardedLookup.TooSlow slow -> "the name of the host was not looked up within " + step;
            case UnknownHostException unknown -> "the name of the host is not known";
            case ConnectTimeoutException silent -> "no connection within " + step;
            case NoRouteToHostException lost -> "there is no route to the host";
            case ConnectException closed -> "the connection was refused";
            case SSLException tls -> "no secure connection could be agreed on";
            case SocketTimeoutException silent -> "no answer within " + text(limits.whole());
            case NoHttpResponseException nothing -> "the connection was closed before an answer";
            case ConnectionClosedException cut -> "the connection was closed before the end of the answer";
            case HttpException strange -> "the answer is not HTTP";
            case IOException broken -> is(broken, HttpException.class)
                    ? "the answer is not HTTP"
                    : "the connection broke";
            default -> "the URL cannot be used";
        };
    }

    private static String text(Duration limit) {
        return limit.toSeconds() + " s";
    }

    private static boolean is(Throwable failure, Class<? extends Throwable> type) {
        return find(failure, type).isPresent();
    }

    /** The failure, or what has caused it. */
    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
