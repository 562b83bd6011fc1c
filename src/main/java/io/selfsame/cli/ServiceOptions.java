package io.selfsame.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where the service is and who is asking. */
public final class ServiceOptions {
    @Option(names = "--url", paramLabel = "URL", defaultValue = "http://127.0.0.1:8080", description = "The service (default: ${DEFAULT-VALUE}).")
    private String url = "http://127.0.0.1:8080";

    @Option(names = "--token", paramLabel = "TOKEN", preprocessor = SecretText.class, description = "Management token (default: SELFSAME_ADMIN_TOKEN).")
    private @Nullable String token;

    public String url() {
        return url;
    }

    /**
     * The management token.
     *
     * @throws CliException if there is none
     */
    public String token() {
        String given = SecretText.given(token, "SELFSAME_ADMIN_TOKEN");
        if (given == null || given.isBlank()) {
            throw new CliException("Give the management token with --token or SELFSAME_ADMIN_TOKEN; "
                    + "it was printed at the first start of the service.");
        }
        return given;
    }

    public PrintWriter out(@Nullable CommandSpec spec) {
        return spec != null ? spec.commandLine().getOut() : new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    }

    public PrintWriter err(@Nullable CommandSpec spec) {
        return spec != null ? spec.commandLine().getErr() : new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    }
}
