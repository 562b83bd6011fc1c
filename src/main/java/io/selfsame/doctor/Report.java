package io.selfsame.doctor;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Says line by line what was looked at and what is wrong, and keeps count. Not thread safe. */
public final class Report {

    private static final Duration SAY_AGAIN = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final PrintWriter progress;
    private int wrong;
    private long said = System.nanoTime();

    /**
     * @param out where the lines go
     * @param progress where it says how far long work is
     */
    public Report(PrintWriter out, PrintWriter progress) {
        this.out = out;
        this.progress = progress;
    }

    /** A line on something that is as it must be. */
    public void fine(String area, String what) {
        line("ok", area, what);
    }

    /**
     * A line on something that is wrong.
     *
     * @param what what is wrong, where, and after a colon or a dash what to do
     */
    public void wrong(String area, String what) {
        wrong++;
        line("WRONG", area, what);
    }

    /** How much was wrong. */
    public int wrong() {
        return wrong;
    }

    /** Says how far long work is, every few seconds. */
    void progress(String area, long seen, long all) {
        if (System.nanoTime() - said > SAY_AGAIN.toNanos()) {
            said = System.nanoTime();
            progress.println(
                    "  …    " + area + ": " + number(seen) + " of " + number(Math.max(seen, all)) + " looked at");
            progress.flush();
        }
    }

    static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private void line(String verdict, String area, String what) {
        out.println(String.format(Locale.ROOT, "%-6s %s: %s", verdict, area, what));
        out.flush();
    }
}
