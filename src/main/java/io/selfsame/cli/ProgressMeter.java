package io.selfsame.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is: a bar on a terminal, and elsewhere a plain line every few seconds, which a log file can hold.
 * Not thread-safe.
 */
public final class ProgressMeter implements AutoCloseable {
    private static final long LINE_EVERY_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final String what;
    private final long total;
    private final long started = System.nanoTime();
    private @Nullable ProgressBar bar;
    private long done;
    private long lastLine = started;

    /**
     * Shows a run.
     *
     * @param total events to come, or -1 when that is not known
     */
    public ProgressMeter(PrintWriter out, String what, long total) {
        this.out = out;
        this.what = what;
        this.total = total;
        this.bar = isTerminal()
                ? new ProgressBarBuilder().setTaskName(what).setInitialMax(total).setUnit(" events", 1)
                        .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200).showSpeed().build()
                : null;
    }

    public void add(long events) {
        done += events;
        if (bar != null) {
            bar.stepBy(events);
            return;
        }
        long now = System.nanoTime();
        if (now - lastLine >= LINE_EVERY_NANOS) {
            lastLine = now;
            out.printf(Locale.ROOT, "%s: %,d%s events, %,.0f/s%n", what, done,
                    total < 0 ? "" : String.format(Locale.ROOT, " of %,d", total), rate());
            out.flush();
        }
    }

    /** Events a second since the start. */
    public double rate() {
        return done / Math.max(1e-9, seconds());
    }

    public double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    @Override
    public void close() {
        finish();
    }

    /** Takes the bar off the line, so that other output can follow. */
    public void finish() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** Since Java 22 a console is there even when output goes to a file, and knows whether it does. */
    @SuppressWarnings("SystemConsoleNull") // Java 21 still gives null.
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
