package io.selfsame.cli.imports;

import io.selfsame.cli.HumanText;
import java.io.PrintWriter;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** When the process is stopped half-way, says how far it got and how to go on. Thread-safe. */
final class StopNotice implements AutoCloseable {
    private final ImportSource source;
    private final String again;
    private final PrintWriter out;
    private final Thread hook;
    private final Lock commit = new ReentrantLock();
    private ImportState state;
    private boolean through;

    /** @param again how to go on with a file, up to the line, as in "Give the same command again" */
    StopNotice(ImportSource source, ImportState state, String again, PrintWriter out) {
        this.source = source;
        this.again = again;
        this.state = state;
        this.out = out;
        this.hook = new Thread(this::stop, "import-stop-notice");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Held by whoever writes down what was acknowledged, so that a stop falls between two batches. */
    Lock commit() {
        return commit;
    }

    /** Keeps the lock: what is said last stays true. */
    @SuppressWarnings("LockNotBeforeTry")
    private void stop() {
        commit.lock();
        print();
    }

    /** Under the lock. */
    void update(ImportState now) {
        this.state = now;
    }

    void through() {
        this.through = true;
    }

    private void print() {
        long line = state.nextLine();
        out.println();
        if (line == 1) {
            out.println(source.name() + ": stopped before anything of it was taken.");
            out.flush();
            return;
        }
        out.println(
                source.name() + ": stopped. Sure up to line " + HumanText.number(line - 1) + ": " + state.tally().text()
                        + ".");
        out.println(source.file().isPresent()
                ? "  " + again + " to go on at line " + line + "."
                : "  To go on, give the same input again with --from " + line + ".");
        out.flush();
    }

    /** Also for a run that ends by an error: the notice is printed there too. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is being stopped: the hook speaks.
            return;
        }
        if (!through) {
            print();
        }
    }
}
