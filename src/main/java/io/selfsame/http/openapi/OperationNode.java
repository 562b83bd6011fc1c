package io.selfsame.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.http.Access;
import io.selfsame.http.Endpoints.Route;
import io.selfsame.http.Operation;
import io.selfsame.http.Operation.Parameter;
import io.selfsame.json.Json;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One operation of the document. */
final class OperationNode {

    private static final String JSON = "application/json";
    private static final String SPACE = "space";
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private OperationNode() {}

    static ObjectNode of(Route route, ObjectNode schemas) {
        Operation operation = route.operation();
        ObjectNode node = Json.object().put("operationId", operation.id()).put("summary", operation.summary());
        node.putArray("tags").add(operation.tag());
        if (!operation.description().isEmpty()) {
            node.put("description", operation.description());
        }
        node.set("security", security(route.access()));
        node.put("x-access", route.access().name());
        parameters(route, node);
        operation.body().ifPresent(body -> {
            ObjectNode request = node.putObject("requestBody").put("required", body.isRequired());
            content(request, JSON, body.schema(), schemas);
        });
        ObjectNode responses = node.putObject("responses");
        Operation.Answer answer = operation.answer();
        ObjectNode success = responses.putObject(Integer.toString(answer.status())).put("description",
                answer.description());
        answer.schema().ifPresentOrElse(schema -> content(success, answer.type(), schema, schemas), () -> {
            if (!answer.type().isEmpty()) {
                success.putObject("content").putObject(answer.type()).putObject("schema").put("type", "string");
            }
        });
        errors(route, node, responses);
        return node;
    }

    private static void content(ObjectNode owner, String type, String schema, ObjectNode schemas) {
        JsonNode described = schemas.path(schema);
        if (!described.isObject()) {
            throw new IllegalStateException("No file in openapi/schemas has a schema " + schema);
        }
        ObjectNode content = owner.putObject("content").putObject(type);
        content.putObject("schema").put("$ref", "#/components/schemas/" + schema);
        JsonNode example = described.path("examples").path(0);
        if (!example.isMissingNode()) {
            content.set("example", example);
        }
    }

    private static void parameters(Route route, ObjectNode node) {
        var parameters = Json.array();
        List<Parameter> own = route.operation().parameters();
        PARAMETER.matcher(route.path()).results().map((MatchResult found) -> found.group(1)).forEach(name -> {
            if (name.equals(SPACE)) {
                parameters.addObject().put("$ref", "#/components/parameters/Space");
            } else {
                parameters.add(parameter(own.stream().filter(each -> each.isInPath() && each.name().equals(name))
                        .findFirst().orElseThrow(
                                () -> new IllegalStateException(route + " does not say what " + name + " is"))));
            }
        });
        own.stream().filter(each -> !each.isInPath()).forEach(each -> parameters.add(parameter(each)));
        if (!parameters.isEmpty()) {
            node.set("parameters", parameters);
        }
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode node = Json.object().put("name", parameter.name())
                .put("in", parameter.isInPath() ? "path" : "query").put("required", parameter.isRequired())
                .put("description", parameter.description());
        if (parameter.schema().path("type").asText().equals("array")) {
            // A comma list.
            node.put("style", "form").put("explode", false);
        }
        node.set("schema", parameter.schema().deepCopy());
        return node;
    }

    /** What follows from the access and the body, and what the operation adds. */
    private static void errors(Route route, ObjectNode node, ObjectNode responses) {
        var codes = new TreeSet<>(route.operation().codes());
        codes.addAll(List.of("rate_limit_error", "internal_error", "unavailable"));
        codes.addAll(switch (route.access()) {
            case OPEN -> List.of();
            case WRITE_KEY, METRICS -> List.of("authentication_error");
            case ACCESS_TOKEN -> List.of("authentication_error", "forbidden", "validation_error");
            case VIEWER, EDITOR, ADMIN -> route.path().contains("{" + SPACE + "}")
                    ? List.of("authentication_error", "forbidden", "not_found", "validation_error")
                    : List.of("authentication_error", "forbidden", "validation_error");
        });
        if (route.operation().body().isPresent()) {
            codes.addAll(List.of("invalid_request_error", "request_timeout", "payload_too_large",
                    "unsupported_media_type"));
        }
        var answers = new TreeMap<Integer, String>();
        codes.stream().map(ErrorResponse::of).forEach(each -> answers.put(each.status(), each.reference()));
        answers.forEach((status, reference) -> responses.putObject(Integer.toString(status)).put("$ref", reference));
        var named = node.putArray("x-error-codes");
        codes.forEach(named::add);
    }

    private static JsonNode security(Access access) {
        var any = Json.array();
        switch (access) {
            case OPEN -> {
            }
            case WRITE_KEY -> {
                any.addObject().putArray("writeKey");
                any.addObject().putArray("writeKeyHeader");
                // In the body.
                any.addObject();
            }
            case ACCESS_TOKEN -> any.addObject().putArray("accessToken");
            case VIEWER, EDITOR, ADMIN -> any.addObject().putArray("management");
            case METRICS -> {
                any.addObject().putArray("metrics");
                any.addObject().putArray("management");
            }
        }
        return any;
    }
}
