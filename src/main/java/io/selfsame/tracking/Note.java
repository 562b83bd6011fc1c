package io.selfsame.tracking;

/**
 * A part of an event that could not be read: the event is taken without it.
 *
 * @param code what is wrong, as of a rejection
 * @param field the path to the part
 * @param value the part as it was sent, its beginning if it is long
 */
record Note(String code, String field, String value) {

    private static final int LONGEST = 200;

    Note {
        value = value.length() > LONGEST
                ? value.substring(0, Character.isHighSurrogate(value.charAt(LONGEST - 1))
                        ? LONGEST - 1
                        : LONGEST)
                : value;
    }
}
