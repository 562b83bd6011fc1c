package io.selfsame.kafka;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What messages packed by Zstandard need. */
class ZstdFramesTest {

    private static final String MAGIC = "28b52ffd";

    /** The last one: raw, of one byte. */
    private static final String BLOCK = "09000061";

    private static void require(String hex) throws UnboundedAnswer {
        ZstdFrames.require(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private static String refused(String hex) {
        return assertThrows(UnboundedAnswer.class, () -> require(hex), hex).reason();
    }

    @Test
    void noFrameNeedsMuchMemory() {
        // 2^23, and 2^23 and an eighth.
        String small = MAGIC + "0068" + BLOCK;
        String large = MAGIC + "0069" + BLOCK;
        assertDoesNotThrow(() -> require(small));
        assertTrue(refused(large).contains("9437184"));
        assertTrue(refused(small + large).contains("9437184"));
        // One that is passed over, one with a checksum, one with a repeated byte before its last block.
        assertTrue(refused("502a4d18" + "02000000" + "ffff" + large).contains("9437184"));
        assertTrue(refused(MAGIC + "0468" + BLOCK + "01020304" + large).contains("9437184"));
        assertTrue(refused(MAGIC + "0068" + "22000061" + BLOCK + large).contains("9437184"));
        // In one piece, so its own size is what it needs.
        assertDoesNotThrow(() -> require(MAGIC + "2001" + BLOCK));
        assertTrue(refused(MAGIC + "a001008000" + BLOCK).contains("8388609"));
        assertTrue(refused(MAGIC + "e0ffffffffffffffff" + BLOCK).contains("18446744073709551615"));
        assertTrue(refused("27b52ffd" + "0069" + BLOCK).contains("none"));
        assertDoesNotThrow(() -> require(MAGIC + "00"));
    }
}
