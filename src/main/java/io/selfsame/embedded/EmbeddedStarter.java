package io.selfsame.embedded;

import io.selfsame.local.LocalNeo4j;
import java.nio.file.Path;

/** Starts the embedded server for the program, which is not compiled against it. */
public final class EmbeddedStarter implements LocalNeo4j.Starter {

    @Override
    public LocalNeo4j start(Path data, LocalNeo4j.Use use, int boltPort, int httpPort) {
        return EmbeddedNeo4j.start(data, use, boltPort, httpPort);
    }
}
