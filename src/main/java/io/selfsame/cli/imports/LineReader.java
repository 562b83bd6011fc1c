package io.selfsame.cli.imports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Splits bytes into lines and keeps memory flat: of a line beyond the limit only the start is held. What ends a line is told by the
 * end of the first: LF, CR LF, or CR alone, as Excel for the Mac may write it. Not thread-safe.
 */
final class LineReader {
    private static final int LOOK_AHEAD = 8;

    private final InputStream in;
    private final int limit;

    /** What ends lines, once it is known. */
    private int end;
    private boolean isEndKnown;

    LineReader(InputStream in, int limitBytes) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.limit = limitBytes;
    }

    /** {@code tooLong} says that bytes were left off. */
    @SuppressWarnings("ArrayRecordComponent") // Handed over once, never compared.
    record RawLine(byte[] bytes, boolean tooLong) {}

    /** The next line without its end, but with the CR of a CR LF; empty at the end of the source. */
    Optional<RawLine> next() throws IOException {
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
        boolean tooLong = false;
        while (b >= 0 && !isEnd(b)) {
            if (kept.size() < limit) {
                kept.write(b);
            } else {
                tooLong = true;
            }
            b = in.read();
        }
        return Optional.of(new RawLine(kept.toByteArray(), tooLong));
    }

    private boolean isEnd(int b) throws IOException {
        if (!isEndKnown && (b == '\n' || b == '\r')) {
            isEndKnown = b == '\n' || !isBeforeLineFeed();
            end = b;
        }
        return isEndKnown && b == end;
    }

    /** Whether a LF follows, perhaps after more CR: programs that translate line ends twice write CR CR LF. */
    private boolean isBeforeLineFeed() throws IOException {
        in.mark(LOOK_AHEAD);
        int next = in.read();
        for (int i = 1; i < LOOK_AHEAD && next == '\r'; i++) {
            next = in.read();
        }
        in.reset();
        return next == '\n';
    }
}
