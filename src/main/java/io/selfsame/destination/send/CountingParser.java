package io.selfsame.destination.send;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/** Reads heads of answers, and so many that say nothing yet (1xx): the client itself would read them without end. Of one connection. */
final class CountingParser extends DefaultHttpResponseParser {

    /** Heads with 1xx before one answer. */
    static final int INFORMATIONAL = 10;

    private int informational;

    CountingParser(Http1Config limits) {
        super(limits);
    }

    @Override
    public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
            throws IOException, HttpException {
        // None where the connection was closed.
        @Nullable
        ClassicHttpResponse head = super.parse(buffer, in);
        informational = head != null && head.getCode() < HttpStatus.SC_SUCCESS ? informational + 1 : 0;
        if (informational > INFORMATIONAL) {
            throw new MessageConstraintException("More than " + INFORMATIONAL + " answers with 1xx");
        }
        return head;
    }
}
