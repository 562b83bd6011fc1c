package io.selfsame.bench.report;

import com.sun.management.OperatingSystemMXBean;
import io.selfsame.bench.load.ServerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What the numbers were measured on: a number without it says nothing.
 *
 * @param memoryGibibytes
 *            of the machine, or of the container when it has a limit
 * @param serverCommand
 *            the java that runs the server, when its process is known
 */
public record Machine(int cores, String processor, double memoryGibibytes, String jdk, String kernel,
        Optional<String> serverCommand) {
    public static Machine here(ServerProcess server) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(Runtime.getRuntime().availableProcessors(), processorName(),
                system.getTotalMemorySize() / (double) (1 << 30),
                System.getProperty("java.vendor.version", "") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"), server.command());
    }

    private static String processorName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch"); // no Linux
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d cores (%s), %.0f GiB memory, JDK %s, %s%s", cores, processor,
                memoryGibibytes, jdk.strip(), kernel, serverCommand.map(java -> ", server run by " + java).orElse(""));
    }
}
