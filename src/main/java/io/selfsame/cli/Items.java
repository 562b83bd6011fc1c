package io.selfsame.cli;

import java.io.IOException;
import java.util.Optional;

/** The lines of a source, in order. A line that is no message is an item too, never an exception. */
interface Items extends AutoCloseable {
    /** Empty at the end. */
    Optional<Item> next() throws IOException;

    @Override
    void close() throws IOException;
}
