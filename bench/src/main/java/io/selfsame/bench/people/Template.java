package io.selfsame.bench.people;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with slots of fixed width, kept as bytes: a request is one array copy and a few patched digits, some
 * microseconds for a batch of 100, where a JSON writer would cost as much as the server's parser. Immutable.
 *
 * <p>
 * Slots are written {@code ${name}}, or {@code ${name/shift:digits}} for a part of the value. All are hexadecimal, since
 * that needs no division, except the time.
 */
final class Template {
    private static final Pattern MARK = Pattern.compile("\\$\\{([a-z]+)(?:/(\\d+))?(?::(\\d+))?}");
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** What a slot holds. */
    enum Slot {
        RUN, MESSAGE, USER, DEVICE, NUMBER, TIME
    }

    /** The values for one message. Mutable, one for each connection. */
    static final class SlotValues {
        /** Marks this run of the driver, so that no message ID is ever sent by two runs. 8 digits. */
        long run;
        /** Number of the message in this run. 16 digits. */
        long message;
        /** Number of the person. 16 digits. */
        long user;
        /** Number of the device or visit, which makes the anonymous ID. 16 digits. */
        long device;
        /** Anything that varies: 4 digits. */
        long number;
        /** ISO 8601 in UTC with milliseconds, 24 bytes. */
        byte[] time = new byte[24];
    }

    private record Patch(Slot slot, int at, int width, int shift) {}

    private final byte[] bytes;
    private final Patch[] patches;

    private Template(byte[] bytes, Patch[] patches) {
        this.bytes = bytes;
        this.patches = patches;
    }

    /** Parses an ASCII text: {@code ${user/32:8}} are the 8 digits of the user above its lowest 32 bits. */
    static Template of(String text) {
        StringBuilder plain = new StringBuilder();
        List<Patch> patches = new ArrayList<>();
        Matcher mark = MARK.matcher(text);
        while (mark.find()) {
            mark.appendReplacement(plain, "");
            Slot slot = Slot.valueOf(mark.group(1).toUpperCase(Locale.ROOT));
            int shift = mark.group(2) == null ? 0 : Integer.parseInt(mark.group(2));
            int width = mark.group(3) == null ? width(slot) : Integer.parseInt(mark.group(3));
            patches.add(new Patch(slot, plain.length(), width, shift));
            plain.repeat('0', width);
        }
        mark.appendTail(plain);
        return new Template(plain.toString().getBytes(StandardCharsets.US_ASCII), patches.toArray(Patch[]::new));
    }

    private static int width(Slot slot) {
        return switch (slot) {
            case RUN -> 8;
            case MESSAGE, USER, DEVICE -> 16;
            case NUMBER -> 4;
            case TIME -> 24;
        };
    }

    int length() {
        return bytes.length;
    }

    /** Writes the text with these values and gives the position after it. */
    int write(SlotValues values, byte[] out, int at) {
        System.arraycopy(bytes, 0, out, at, bytes.length);
        for (Patch patch : patches) {
            int to = at + patch.at;
            switch (patch.slot) {
                case RUN -> hex(values.run >>> patch.shift, out, to, patch.width);
                case MESSAGE -> hex(values.message >>> patch.shift, out, to, patch.width);
                case USER -> hex(values.user >>> patch.shift, out, to, patch.width);
                case DEVICE -> hex(values.device >>> patch.shift, out, to, patch.width);
                case NUMBER -> hex(values.number >>> patch.shift, out, to, patch.width);
                case TIME -> System.arraycopy(values.time, 0, out, to, patch.width);
            }
        }
        return at + bytes.length;
    }

    /** The text with these values. */
    String text(SlotValues values) {
        byte[] text = new byte[bytes.length];
        write(values, text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void hex(long value, byte[] out, int at, int width) {
        long rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            out[i] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }
}
