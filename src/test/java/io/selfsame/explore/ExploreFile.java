package io.selfsame.explore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One query of cypher/explore, with the parameters that its header tells a person to paste. */
public record ExploreFile(String name, String query) {

    static final Path FOLDER = Path.of("cypher", "explore");
    private static final Pattern PARAM = Pattern.compile("//\\s+(:param (\\w+) => (.*);)");

    static ExploreFile read(String name) {
        try {
            return new ExploreFile(name, Files.readString(FOLDER.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<ExploreFile> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".cypher")).sorted()
                    .map(ExploreFile::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines a person pastes into Browser. */
    String paramCommands() {
        return PARAM.matcher(query).results().map(found -> found.group(1)).collect(Collectors.joining("\n"));
    }

    /** The same as one Cypher map. */
    public String paramMap() {
        return PARAM.matcher(query).results().map(found -> found.group(2) + ": " + found.group(3))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String toString() {
        return name;
    }
}
