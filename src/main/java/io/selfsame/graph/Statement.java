package io.selfsame.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * One Cypher statement, read from {@code cypher/<name>.cypher}. Immutable.
 *
 * @param name the file below {@code cypher/}, without its ending: {@code identity/load}
 * @param text the statement without its comment lines
 */
public record Statement(String name, String text) {

    /**
     * Reads a statement. Meant for constants, so that a missing file stops the start and not a request.
     *
     * @throws IllegalStateException if there is no such file
     */
    public static Statement of(String name) {
        return new Statement(name, withoutComments(source(name)));
    }

    /**
     * The file as it is, with its comments.
     *
     * @throws IllegalStateException if there is no such file
     */
    public static String source(String name) {
        String file = "/cypher/" + name + ".cypher";
        try (InputStream in = Statement.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("No Cypher file " + file + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Comments are for people; the server would only hash and cache them. */
    static String withoutComments(String source) {
        return source.lines().filter(line -> !line.isBlank() && !line.strip().startsWith("//"))
                .collect(Collectors.joining("\n"));
    }
}
