package io.selfsame.bench.load;

import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.PreparedRequest;

/** The requests of one connection, one after the other. Not thread-safe. */
public interface RequestStream {
    /** A number from 0 to 99, to choose the next operation by. */
    int percent();

    /** Makes the next request of this kind. */
    PreparedRequest prepare(Operation operation);
}
