package io.selfsame.json;

/** Characters that nobody sees: spaces of all kinds, zero-width and format characters, fillers, marks of direction. Pure. */
public final class Invisible {

    private Invisible() {}

    /** Whether a text holds nothing that somebody could see. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(Invisible::isInvisible);
    }

    /** A text without what nobody sees at its ends. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isInvisible(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && isInvisible(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static boolean isInvisible(int code) {
        if (Character.isWhitespace(code)) {
            return true;
        }
        return switch (Character.getType(code)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.FORMAT,
                    Character.CONTROL ->
                true;
            default -> isFiller(code);
        };
    }

    /** Letters and marks by their kind, which no font draws: fillers of Hangul and Khmer, the blank of Braille, selectors. */
    private static boolean isFiller(int code) {
        return switch (code) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> isWithin(code, 0x180B, 0x180F) || isWithin(code, 0xFE00, 0xFE0F)
                    || isWithin(code, 0xE0100, 0xE01EF);
        };
    }

    private static boolean isWithin(int code, int from, int to) {
        return code >= from && code <= to;
    }
}
