package io.selfsame.json;

/** Replaces escaped halves of surrogate pairs, which clients make by cutting text in the middle of an emoji. */
final class Surrogates {

    private static final String REPLACEMENT = "\\ufffd";

    private Surrogates() {}

    /** The same text, unless a lone surrogate is escaped in it; the common case costs one scan. */
    static String repair(String json) {
        if (!json.contains("\\ud") && !json.contains("\\uD")) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length());
        int i = 0;
        while (i < json.length()) {
            if (json.charAt(i) == '\\' && i + 1 < json.length() && json.charAt(i + 1) != 'u') {
                out.append(json, i, i + 2);
                i += 2;
            } else if (unit(json, i) < 0xd800 || unit(json, i) > 0xdfff) {
                out.append(json.charAt(i++));
            } else if (unit(json, i) < 0xdc00 && unit(json, i + 6) >= 0xdc00 && unit(json, i + 6) <= 0xdfff) {
                out.append(json, i, i + 12);
                i += 12;
            } else {
                out.append(REPLACEMENT);
                i += 6;
            }
        }
        return out.toString();
    }

    /** The code unit of an escape at a place, or -1. */
    private static int unit(String json, int at) {
        if (at + 6 > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(json.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }
}
