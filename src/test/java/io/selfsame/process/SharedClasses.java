package io.selfsame.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive of loaded classes, from which each Java process of a test starts in two thirds of the time. It is made once for a
 * build, from the jars of the build, by a service that starts and stops.
 */
final class SharedClasses {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path ARCHIVE = TARGET.resolve("classes.jsa");

    /** What it was made of. A JVM takes an archive only if its class path begins with the same jars. */
    private static final Path MADE_OF = TARGET.resolve("classes.jsa.txt");

    private SharedClasses() {}

    /**
     * Options with the class path for a process, and with the archive where there are jars to make it of: as a rule not in an IDE.
     *
     * @param jvm the other options of such processes
     */
    static synchronized List<String> options(List<String> jvm) {
        List<String> path = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> own = own();
        if (own.isEmpty()) {
            return classPath(path);
        }
        List<String> jars = Stream.concat(path.stream().filter(SharedClasses::isJar), own.stream()).toList();
        // Folders cannot be in an archive, and may come behind what is. What is compiled of the project is in its jars.
        List<String> all = new ArrayList<>(jars);
        path.stream().filter(part -> !isJar(part) && !Path.of(part).equals(TARGET.resolve("classes")))
                .forEach(all::add);
        List<String> options = new ArrayList<>(classPath(all));
        if (isMade(jvm, jars)) {
            // It says that the modules of Java are opened otherwise than where its own archive was made: always, and harmless.
            options.addAll(List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds=off"));
        }
        return options;
    }

    private static List<String> classPath(List<String> parts) {
        return List.of("-cp", String.join(File.pathSeparator, parts));
    }

    private static boolean isJar(String part) {
        return part.endsWith(".jar");
    }

    /** The jars that this build has made of the project; none if something was compiled since. */
    private static List<String> own() {
        try (Stream<Path> files = Files.list(TARGET); Stream<Path> compiled = Files.walk(TARGET.resolve("classes"))) {
            long last = compiled.map(Path::toFile).filter(File::isFile).mapToLong(File::lastModified).max().orElse(0);
            List<String> jars = files.map(Path::toString)
                    .filter(file -> file.matches(".*/selfsame-[^/]*\\.jar")).sorted().toList();
            // Of two, only that is made again of which something was compiled.
            return jars.stream().anyMatch(jar -> new File(jar).lastModified() >= last) ? jars : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMade(List<String> jvm, List<String> jars) {
        try {
            String madeOf = Runtime.version() + "\n" + jars.stream().map(SharedClasses::version)
                    .collect(Collectors.joining("\n"));
            if (!Files.exists(MADE_OF) || !Files.readString(MADE_OF).equals(madeOf)) {
                make(jvm, jars);
                Files.writeString(MADE_OF, madeOf);
            }
            return Files.exists(ARCHIVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(String jar) {
        return jar + " " + new File(jar).lastModified();
    }

    /** Without it all takes longer, and is tested the same. */
    private static void make(List<String> jvm, List<String> jars) throws IOException {
        List<String> command = new ArrayList<>(jvm);
        command.add("-Dselfsame.archive=" + ARCHIVE);
        command.addAll(classPath(jars));
        command.addAll(List.of("io.selfsame.Main", "archive"));
        try (var archive = Child.start(command, Map.of())) {
            archive.awaitLine("Made " + ARCHIVE, Duration.ofMinutes(5));
            archive.exitCode();
        } catch (AssertionError e) {
            System.err.println("No archive of classes could be made: " + e.getMessage());
            Files.deleteIfExists(ARCHIVE);
        }
    }
}
