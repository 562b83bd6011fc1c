package io.selfsame.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Endpoints.Route;
import io.selfsame.http.Operation;
import io.selfsame.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /openapi.json}: all routes, for people and for generators of clients. Thread safe. */
public final class OpenApi {

    private static final String JSON = "application/json";

    /** It changes only when the service is replaced by another version. */
    private static final String CACHE = "public, max-age=300";

    private static final Operation OPERATION = Operation
            .of("Service", "getOpenApi", "Read this description of all routes")
            .answers(200, "An OpenAPI 3.1 document", "OpenApiDocument");

    private final Endpoints endpoints;
    private byte @Nullable [] written;

    /** @param endpoints of which all are in the document, those too that are added later */
    public OpenApi(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Adds the route. */
    public void routes(Endpoints to) {
        to.get("/openapi.json", Access.OPEN, OPERATION, ctx -> {
            byte[] document = written();
            ctx.header("Cache-Control", CACHE);
            Bodies.answer(ctx, JSON, document);
        });
    }

    private synchronized byte[] written() {
        if (written == null) {
            written = Json.bytes(document(endpoints.routes()));
        }
        return written;
    }

    /**
     * The document.
     *
     * @throws IllegalStateException if a route names what is not described
     */
    static ObjectNode document(List<Route> routes) {
        ObjectNode document = DocumentParts.head();
        String version = OpenApi.class.getPackage().getImplementationVersion();
        ((ObjectNode) document.path("info")).put("version", version == null ? "(built from source)" : version);
        var schemas = DocumentParts.schemas();
        ObjectNode paths = document.putObject("paths");
        routes.stream().sorted(Comparator.comparing(Route::path)).forEach(
                route -> paths.withObjectProperty(route.path()).set(route.method().name().toLowerCase(Locale.ROOT),
                        OperationNode.of(route, schemas)));
        var components = document.withObjectProperty("components");
        components.set("responses", ErrorResponse.components());
        components.set("schemas", schemas);
        return document;
    }
}
