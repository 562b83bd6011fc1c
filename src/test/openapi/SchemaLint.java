import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Every schema of an OpenAPI document is one, and every example in it is what its schema says. Argument: the document. */
public final class SchemaLint {

    private static final String META = "https://json-schema.org/draft/2020-12/schema";
    private static final String BASE = "https://example.com/openapi.json";

    public static void main(String[] args) throws IOException {
        JsonNode document = new ObjectMapper().readTree(new File(args[0]));
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(java.util.Map.of(BASE, document.toString())));
        Schema meta = registry.getSchema(SchemaLocation.of(META));
        List<String> problems = new ArrayList<>();
        int examples = 0;
        for (var named : document.at("/components/schemas").properties()) {
            meta.validate(named.getValue()).forEach(error -> problems.add(named.getKey() + ": " + error));
            Schema schema = registry.getSchema(SchemaLocation.of(BASE + "#/components/schemas/" + named.getKey()));
            for (JsonNode example : named.getValue().path("examples")) {
                examples++;
                schema.validate(example).forEach(error -> problems.add("Example of " + named.getKey() + ": " + error));
            }
        }
        if (examples == 0 || !problems.isEmpty()) {
            throw new AssertionError(examples + " examples\n" + String.join("\n", problems));
        }
    }
}
