package io.selfsame.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import io.selfsame.cli.ServiceClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the partition of external IDs in a space with an expected one. An ID that stands in several expected clusters
 * is left out and counted. Scores are over pairs of IDs: precision, how many of the pairs we tie are expected; recall,
 * how many of the expected pairs we tie.
 *
 * <p>Arguments: base URL, space, access token, expected CSV (gzip or not), cluster column, then {@code type=column} for
 * each kind of ID, such as {@code email=email git_name=git_name}.
 */
final class PartitionReport {
    private static final int IDS_A_CALL = 1000;
    private static final int EXAMPLES = 5;

    private PartitionReport() {}

    public static void main(String[] args) throws Exception {
        if (args.length < 6) {
            System.err.println("arguments: URL SPACE ACCESS_TOKEN EXPECTED.csv CLUSTER_COLUMN TYPE=COLUMN...");
            System.exit(2);
        }
        Map<String, Set<String>> clustersOf = new LinkedHashMap<>();
        for (Map<String, String> row : rows(Path.of(args[3]))) {
            for (int i = 5; i < args.length; i++) {
                String[] typeAndColumn = args[i].split("=", 2);
                String value = row.getOrDefault(typeAndColumn[1], "");
                String cluster = row.getOrDefault(args[4], "");
                if (!value.isEmpty() && !cluster.isEmpty()) {
                    String id = typeAndColumn[0].equals("email") ? value.strip().toLowerCase(Locale.ROOT) : value;
                    clustersOf.computeIfAbsent(typeAndColumn[0] + ":" + id, k -> new LinkedHashSet<>()).add(cluster);
                }
            }
        }
        Map<String, String> ours = lookup(new ServiceClient(args[0]), args[1], args[2],
                List.copyOf(clustersOf.keySet()));
        print("all IDs", clustersOf, ours, id -> true);
        for (int i = 5; args.length > 6 && i < args.length; i++) {
            String type = args[i].split("=", 2)[0] + ":";
            print(type + " alone", clustersOf, ours, id -> id.startsWith(type));
        }
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        try (InputStream in = ImportSource.gunzip(Files.newInputStream(file))) {
            return new CsvMapper().readerForMapOf(String.class).with(CsvSchema.emptySchema().withHeader())
                    .<Map<String, String>>readValues(in).readAll();
        }
    }

    private static Map<String, String> lookup(ServiceClient api, String space, String token, List<String> ids)
            throws IOException, InterruptedException {
        Map<String, String> segmentOf = new HashMap<>();
        for (int from = 0; from < ids.size(); from += IDS_A_CALL) {
            ObjectNode body = CliJson.MAPPER.createObjectNode();
            ArrayNode asked = body.putArray("ids");
            ids.subList(from, Math.min(ids.size(), from + IDS_A_CALL)).forEach(asked::add);
            ServiceClient.ServiceAnswer answer = api.post("/v1/spaces/" + space + "/collections/users/lookup",
                    ServiceClient.basic(token),
                    CliJson.write(body).getBytes(StandardCharsets.UTF_8));
            if (answer.status() != 200) {
                throw new CliException("lookup answered " + answer.status() + ": " + answer.message());
            }
            for (JsonNode found : answer.body().path("data")) {
                if (found.path("found").asBoolean()) {
                    segmentOf.put(found.path("id").asText(), found.path("segment_id").asText());
                }
            }
        }
        return segmentOf;
    }

    private static void print(String title, Map<String, Set<String>> clustersOf, Map<String, String> ours,
            java.util.function.Predicate<String> wanted) {
        List<String> scored = new ArrayList<>();
        int ambiguous = 0;
        int missing = 0;
        for (Map.Entry<String, Set<String>> entry : clustersOf.entrySet()) {
            if (!wanted.test(entry.getKey())) {
                continue;
            }
            if (entry.getValue().size() > 1) {
                ambiguous++;
            } else if (!ours.containsKey(entry.getKey())) {
                missing++;
            } else {
                scored.add(entry.getKey());
            }
        }
        Function<String, String> expected = id -> clustersOf.get(id).iterator().next();
        Map<String, List<String>> theirs = scored.stream().collect(Collectors.groupingBy(expected));
        Map<String, List<String>> mine = scored.stream().collect(Collectors.groupingBy(ours::get));
        long both = pairs(scored.stream().collect(Collectors.groupingBy(id -> expected.apply(id) + " " + ours.get(id)))
                .values());
        double precision = ratio(both, pairs(mine.values()));
        double recall = ratio(both, pairs(theirs.values()));
        System.out.printf(Locale.ROOT,
                "%s: %d IDs scored (%d not found, %d in several expected clusters left out)%n"
                        + "  clusters: expected %d, ours %d%n"
                        + "  pairs: expected %d, ours %d, both %d; precision %.4f, recall %.4f, F1 %.4f%n",
                title, scored.size(), missing, ambiguous, theirs.size(), mine.size(), pairs(theirs.values()),
                pairs(mine.values()), both, precision, recall,
                precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall));
        examples("  kept apart here, one there", theirs.values(), ours::get);
        examples("  one here, kept apart there", mine.values(), expected);
    }

    private static void examples(String title, Collection<List<String>> clusters, Function<String, String> other) {
        List<List<String>> differing = clusters.stream()
                .filter(ids -> ids.stream().map(other).distinct().count() > 1)
                .sorted(Comparator.<List<String>>comparingInt(List::size).reversed()).toList();
        System.out.println(title + ": " + differing.size() + " clusters");
        for (List<String> ids : differing.subList(0, Math.min(EXAMPLES, differing.size()))) {
            System.out.println("    " + ids.stream().collect(Collectors.groupingBy(other)).values().stream()
                    .map(part -> new TreeSet<>(part).stream().limit(6).toList().toString())
                    .collect(Collectors.joining("  |  ")));
        }
    }

    private static long pairs(Collection<List<String>> clusters) {
        return clusters.stream().mapToLong(ids -> (long) ids.size() * (ids.size() - 1) / 2).sum();
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }
}
