package io.selfsame.kafka;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Looks at what messages packed by Zstandard need to be unpacked: its reader takes memory for the window that a frame names, up to 128 MB,
 * outside of Java's heap. The form is that of RFC 8878. Pure.
 */
final class ZstdFrames {

    /** Bytes: what every reader of Zstandard should take. Only its levels from 20 on have more. */
    static final long MOST_WINDOW = 8L * 1024 * 1024;

    private static final int MAGIC = 0xFD2FB528;

    /** Frames that are passed over, of 16 kinds. */
    private static final int PASSED_OVER = 0x184D2A50;
    private static final int KINDS = 0xFFFFFFF0;

    private static final int BLOCK_HEAD = 3;
    private static final int REPEATED_BYTE = 1;

    private final ByteBuffer in;

    private ZstdFrames(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Looks through all frames. What is merely broken is left to the reader.
     *
     * @throws UnboundedAnswer if one needs more memory, or has another form
     */
    static void require(ByteBuffer packed) throws UnboundedAnswer {
        var all = new ZstdFrames(packed.slice().order(ByteOrder.LITTLE_ENDIAN));
        try {
            while (all.in.remaining() >= Integer.BYTES) {
                all.frame();
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // It is cut off; the reader comes no further.
        }
    }

    private void frame() throws UnboundedAnswer {
        int magic = in.getInt();
        if ((magic & KINDS) == PASSED_OVER) {
            skip(in.getInt() & 0xFFFFFFFFL);
            return;
        }
        if (magic != MAGIC) {
            throw new UnboundedAnswer("sends a batch of Zstandard that is none");
        }
        int head = in.get() & 0xff;
        boolean single = (head & 0x20) != 0;
        long window = single ? 0 : window(in.get() & 0xff);
        int dictionary = head & 3;
        skip(dictionary == 3 ? 4 : dictionary);
        long content = switch (head >>> 6) {
            case 0 -> single ? in.get() & 0xff : 0;
            case 1 -> (in.getShort() & 0xffff) + 256L;
            case 2 -> in.getInt() & 0xFFFFFFFFL;
            default -> in.getLong();
        };
        long needed = single ? content : window;
        if (needed < 0 || needed > MOST_WINDOW) {
            throw new UnboundedAnswer("sends a batch of Zstandard that needs " + Long.toUnsignedString(needed)
                    + " bytes of memory; " + MOST_WINDOW / 1024 / 1024 + " MB are the most that is taken");
        }
        blocks();
        skip((head & 4) == 0 ? 0 : Integer.BYTES);
    }

    private static long window(int described) {
        long base = 1L << (10 + (described >>> 3));
        return base + base / 8 * (described & 7);
    }

    private void blocks() {
        boolean last = false;
        while (!last) {
            byte[] head = new byte[BLOCK_HEAD];
            in.get(head);
            int block = (head[0] & 0xff) | ((head[1] & 0xff) << 8) | ((head[2] & 0xff) << 16);
            last = (block & 1) != 0;
            skip((block >>> 1 & 3) == REPEATED_BYTE ? 1 : block >>> 3);
        }
    }

    private void skip(long bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + (int) bytes);
    }
}
