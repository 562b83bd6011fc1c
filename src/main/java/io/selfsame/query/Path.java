package io.selfsame.query;

import java.util.List;

/**
 * The way to a value inside JSON: {@code 'shipping.city'} has two steps. The step {@code $} stands for each element of an
 * array ({@link #EACH}), and digits alone also for the element at that place. In a name, a backslash stands before a dot, another
 * backslash, and a {@code $} at the beginning. Immutable.
 */
public record Path(List<Step> steps) {

    /** Into an object, or into each element of an array. */
    public sealed interface Step {}

    /** The member of that name; in an array the element at that {@link #index}. */
    public record Name(String name) implements Step {

        /** Digits of the greatest index: no array that is kept is longer. */
        private static final int DIGITS = 9;

        public Name {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("A path has no empty step: write '\\.' for a dot in a name");
            }
        }

        /** The place in an array, from 0; -1 if the name is not digits alone, or begins with a needless zero. */
        public int index() {
            boolean digits = name.length() <= DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits && (name.length() == 1 || name.charAt(0) != '0') ? Integer.parseInt(name) : -1;
        }
    }

    /** Each element. */
    public record Each() implements Step {}

    /** The one {@code $}. */
    public static final Step EACH = new Each();

    public Path {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A path has a step at least");
        }
    }

    /** A path of one name, taken literally. */
    public static Path of(String name) {
        return new Path(List.of(new Name(name)));
    }

    /**
     * Reads the text of a path.
     *
     * @throws IllegalArgumentException if a step is empty or a backslash stands at the end
     */
    public static Path parse(String text) {
        var steps = new java.util.ArrayList<Step>();
        var name = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i <= text.length(); i++) {
            boolean end = i == text.length();
            if (!end && text.charAt(i) == '\\') {
                if (i + 1 == text.length()) {
                    throw new IllegalArgumentException("A backslash stands before what it takes literally");
                }
                name.append(text.charAt(++i));
                escaped = true;
            } else if (end || text.charAt(i) == '.') {
                steps.add(!escaped && name.toString().equals("$") ? EACH : new Name(name.toString()));
                name.setLength(0);
                escaped = false;
            } else {
                name.append(text.charAt(i));
            }
        }
        return new Path(steps);
    }

    /** True if it holds a {@code $}: such a path may lead to many values. */
    public boolean many() {
        return steps.contains(EACH);
    }

    /** The text that {@link #parse} reads as this path. */
    @Override
    public String toString() {
        return String.join(".", steps.stream().map(step -> switch (step) {
            case Name(String name) when name.equals("$") -> "\\$";
            case Name(String name) -> name.replace("\\", "\\\\").replace(".", "\\.");
            case Each each -> "$";
        }).toList());
    }
}
