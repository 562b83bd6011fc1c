package io.selfsame.cli.imports;

import java.io.IOException;
import java.util.Optional;

/** The lines of a source, in order. A line that is no message is an item too, never an exception. */
interface ImportItems extends AutoCloseable {
    /** Empty at the end. */
    Optional<ImportItem> next() throws IOException;

    /** Rows of empty cells alone, which are passed over: spreadsheets write them below what they hold. */
    default long emptyRows() {
        return 0;
    }

    @Override
    void close() throws IOException;
}
