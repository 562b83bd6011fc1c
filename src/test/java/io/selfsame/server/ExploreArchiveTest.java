package io.selfsame.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExploreArchiveTest {

    @Test
    void holdsEveryQueryOfTheFolder() throws IOException {
        try (var files = Files.list(Path.of("cypher", "explore"))) {
            assertEquals(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".cypher"))
                    .map(name -> name.replace(".cypher", "")).sorted().toList(),
                    new TreeSet<>(ExploreArchive.FILES).stream().toList());
        }
    }
}
