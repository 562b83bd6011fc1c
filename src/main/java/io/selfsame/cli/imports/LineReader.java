package io.selfsame.cli.imports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Splits bytes into lines and keeps memory flat: of a line beyond the limit only the start is held. Not thread-safe. */
final class LineReader {
    private final InputStream in;
    private final int limit;

    LineReader(InputStream in, int limitBytes) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.limit = limitBytes;
    }

    /** {@code tooLong} says that bytes were left off. */
    @SuppressWarnings("ArrayRecordComponent") // Handed over once, never compared.
    record RawLine(byte[] bytes, boolean tooLong) {}

    /** The next line without its end (LF or CR LF); empty at the end of the source. */
    Optional<RawLine> next() throws IOException {
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
        boolean tooLong = false;
        while (b >= 0 && b != '\n') {
            if (kept.size() < limit) {
                kept.write(b);
            } else {
                tooLong = true;
            }
            b = in.read();
        }
        return Optional.of(new RawLine(kept.toByteArray(), tooLong));
    }
}
