package io.selfsame.server;

import io.selfsame.graph.Statement;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /explore.zip}: the queries of {@code cypher/explore/} in the form in which Neo4j Browser takes favourites, all in one go:
 * a zip of a folder of Cypher files. Thread safe.
 */
final class ExploreArchive {

    /** In the order in which Browser lists them. A test compares this list with the folder. */
    static final List<String> FILES = List.of("spaces", "blob-users", "blob-users-drawing", "largest-clusters",
            "largest-clusters-drawing", "person", "growth", "history", "history-drawing", "audiences-of", "account",
            "how-tied", "sharing", "refused-most", "refused-most-drawing", "shared-devices", "shared-devices-drawing",
            "today");

    private static final String TYPE = "application/zip";
    private static final Operation OPERATION = Operation
            .of("Service", "getExploreArchive", "Download the queries for Neo4j Browser")
            .describedAs("Drag the file onto the page of Neo4j Browser: the queries are then among its favourites.")
            .answersPlainly(200, "A zip archive", TYPE);

    private byte @Nullable [] written;

    /** Adds the route. */
    void routes(Endpoints to) {
        to.get("/explore.zip", Access.OPEN, OPERATION, ctx -> {
            byte[] archive = written();
            ctx.header("Content-Disposition", "attachment; filename=\"selfsame-explore.zip\"");
            Bodies.answer(ctx, TYPE, archive);
        });
    }

    /** Made once, when somebody asks: a start need not wait for it. */
    private synchronized byte[] written() {
        if (written == null) {
            written = zip();
        }
        return written;
    }

    private static byte[] zip() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String file : FILES) {
                zip.putNextEntry(new ZipEntry("Selfsame/" + file + ".cypher"));
                zip.write(Statement.source("explore/" + file).getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
