package io.selfsame.json;

/** Numbers as people and programs write them in texts. Pure. */
public final class NumberText {

    /** The longest text that can be a number, in characters, without the white space around it. */
    public static final int LONGEST = 100;

    /**
     * A regular expression of texts that are numbers: digits, with commas between groups of three or without, and a sign, a decimal point
     * and an exponent if there are any.
     */
    public static final String FORM = "[+-]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:\\.[0-9]++)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?";

    private NumberText() {}
}
