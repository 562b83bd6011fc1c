package io.selfsame.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import io.selfsame.cli.EventTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What is known to be done of one source, kept in a file so that a run can be stopped at any moment. It is written after
 * the service has acknowledged a batch and never before: what it says is sure, and at most one batch is sent twice.
 *
 * @param source hash of the source's bytes
 * @param target hash of where the events go and how they are read: resuming into another place would lose the first part
 * @param nextLine first line that is not acknowledged
 * @param rejectsBytes length of the rejects file at that moment
 * @param done the source is through; kept until the other sources of the run are too
 */
record ImportState(String source, String target, long nextLine, long rejectsBytes, EventTally tally, NotedParts noted,
        boolean done) {

    static ImportState fresh(String source, String target) {
        return new ImportState(source, target, 1, 0, new EventTally(), new NotedParts(), false);
    }

    static Optional<ImportState> load(Path file) {
        try {
            JsonNode json = CliJson.MAPPER.readTree(Files.readString(file));
            EventTally tally = new EventTally();
            tally.accept(json.path("accepted").asLong());
            tally.repeat(json.path("repeated").asLong());
            json.path("rejected").properties().forEach(e -> tally.reject(e.getKey(), e.getValue().asLong()));
            return Optional.of(new ImportState(json.path("source").asText(), json.path("target").asText(),
                    json.path("nextLine").asLong(1), json.path("rejectsBytes").asLong(), tally,
                    NotedParts.of(json.path("noted")),
                    json.path("done").asBoolean()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CliException("The progress file " + file + " cannot be read. Delete it to start again: what the "
                    + "service already has is not applied twice.");
        }
    }

    /** Whole or not at all: a crash while writing leaves the state before. */
    void save(Path file) throws IOException {
        ObjectNode json = CliJson.MAPPER.createObjectNode().put("source", source).put("target", target)
                .put("nextLine", nextLine).put("rejectsBytes", rejectsBytes).put("accepted", tally.accepted())
                .put("repeated", tally.repeated());
        ObjectNode rejected = json.putObject("rejected");
        tally.rejectedByCode().forEach(rejected::put);
        json.set("noted", noted.toJson());
        json.put("done", done);
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(next, CliJson.write(json) + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    ImportState at(long line, long rejects) {
        return new ImportState(source, target, line, rejects, tally, noted, done);
    }

    ImportState finished() {
        return new ImportState(source, target, nextLine, rejectsBytes, tally, noted, true);
    }
}
