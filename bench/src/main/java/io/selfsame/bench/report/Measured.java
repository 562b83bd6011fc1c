package io.selfsame.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Values of one kind.
 *
 * @param unit
 *            of each value
 * @param values
 *            in ascending order, one at least
 */
public record Measured(String what, String unit, List<Double> values, Optional<Goal> goal) {
    /** What is to be reached, in words, and whether it is. */
    record Goal(String text, boolean met) {}

    private static final List<String> HEADER = List.of("what", "unit", "runs", "median", "p90", "p99", "max", "goal");

    public static Measured of(String what, String unit, List<Double> values) {
        return new Measured(what, unit, values.stream().sorted().toList(), Optional.empty());
    }

    public static Measured millis(String what, List<Double> values) {
        return of(what, "ms", values);
    }

    public static Measured one(String what, String unit, double value) {
        return of(what, unit, List.of(value));
    }

    public Measured medianBelow(double limit) {
        return with(String.format(Locale.ROOT, "median under %,.0f", limit), median() < limit);
    }

    public Measured p99Below(double limit) {
        return with(String.format(Locale.ROOT, "p99 under %,.0f", limit), percentile(99) < limit);
    }

    public Measured atLeast(double limit) {
        return with(String.format(Locale.ROOT, "at least %s", number(limit)), median() >= limit);
    }

    private Measured with(String text, boolean met) {
        return new Measured(what, unit, values, Optional.of(new Goal(text, met)));
    }

    /** The one in the middle, or the mean of the two there. */
    public double median() {
        int half = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(half) : (values.get(half - 1) + values.get(half)) / 2;
    }

    /** The least value that so many percent do not exceed. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * values.size());
        return values.get(Math.max(0, rank - 1));
    }

    /** A line for each, for a terminal. */
    public static String columns(List<Measured> all) {
        return table(all).columns();
    }

    /** The same for a README. */
    public static String markdown(List<Measured> all) {
        return table(all).markdown();
    }

    private static Table table(List<Measured> all) {
        Table table = new Table(HEADER);
        for (Measured one : all) {
            boolean several = one.values.size() > 1;
            table.add(Arrays.asList(one.what, one.unit, Integer.toString(one.values.size()), number(one.median()),
                    several ? number(one.percentile(90)) : "", several ? number(one.percentile(99)) : "",
                    several ? number(one.values.getLast()) : "",
                    one.goal.map(goal -> goal.text + (goal.met ? ": met" : ": NOT met")).orElse("")));
        }
        return table;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }
}
