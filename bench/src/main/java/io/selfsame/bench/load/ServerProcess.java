package io.selfsame.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the operating system says of the server's processes on this machine: the server's own, and Neo4j's if that is another.
 * All numbers are sums; all are 0 when no process is known.
 */
public record ServerProcess(List<Long> pids) {
    /** CPU time in nanoseconds, user and system, of all threads (on Linux from /proc/pid/stat, in steps of 10 ms). */
    long cpuNanos() {
        return pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> process.info().totalCpuDuration().stream()).mapToLong(Duration::toNanos).sum();
    }

    /** Resident memory in MiB (VmRSS of /proc/pid/status). */
    public long residentMebibytes() {
        return pids.stream().mapToLong(ServerProcess::residentKibibytes).sum() / 1024;
    }

    /** The program of the first process. */
    public Optional<String> command() {
        return pids.stream().findFirst().flatMap(ProcessHandle::of).flatMap(process -> process.info().command());
    }

    private static long residentKibibytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            return 0; // no Linux, or the process has gone
        }
        return 0;
    }
}
