package io.selfsame.destination.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Makes rows of the ledger: each event once, in order, with what it did to the identity graph. For one thread. */
final class LedgerRows {

    private static final Statement LEDGER = Statement.of("files/ledger");
    private static final Statement MERGES = Statement.of("files/merges");

    /** Events that are read at once, and the characters of all of them after which a page ends. */
    private static final int PAGE = 500;
    private static final long LONG_PAGE = 4_000_000;

    private final Graph graph;
    private final SpaceId space;
    private final Slice slice;
    private final Runnable keepRight;
    private final Set<String> people = new LinkedHashSet<>();
    private final Set<String> accounts = new LinkedHashSet<>();

    /** @param keepRight called between pages */
    LedgerRows(Graph graph, SpaceId space, Slice slice, Runnable keepRight) {
        this.graph = graph;
        this.space = space;
        this.slice = slice;
        this.keepRight = keepRight;
    }

    /** Profiles whose person may have other traits than before. At most as many as there are events. */
    Set<String> people() {
        return people;
    }

    /** Group IDs of accounts that calls were about. At most as many as there are events. */
    Set<String> accounts() {
        return accounts;
    }

    /** An event of the ledger. */
    private record Entry(long seq, String messageId, Instant at, String type, String sourceId, JsonNode body,
            String profile,
            String canonical, String outcome, List<String> merged, Optional<JsonNode> identifiers) {

        static Entry of(Record row) {
            return new Entry(row.get("seq").asLong(), row.get("messageId").asString(),
                    row.get("timestamp").asZonedDateTime().toInstant(), row.get("type").asString(),
                    row.get("sourceId").asString(), Json.parse(row.get("body").asString()),
                    row.get("profile").asString(),
                    row.get("canonical").asString(), row.get("outcome").asString(), row.get("merged").isNull()
                            ? List.of()
                            : row.get("merged").asList(Value::asString),
                    row.get("identifiers").isNull()
                            ? Optional.empty()
                            : Optional.of(Json.parse(row.get("identifiers").asString())));
        }

        /** A field of the call as text. */
        @Nullable
        String text(String field) {
            JsonNode value = body.path(field);
            return value.isValueNode() && !value.isNull() ? value.asText() : null;
        }

        @Nullable
        String json(String field) {
            JsonNode value = body.path(field);
            return value.isContainerNode() ? Json.write(value) : null;
        }

        List<@Nullable Object> trigger() {
            return Arrays.asList(messageId, type, type.equals("track") ? text("event") : text("name"), sourceId, at,
                    seq);
        }
    }

    /** All rows behind one place of the ledger and up to another. */
    void write(long from, long to) throws IOException {
        long after = from;
        while (after < to) {
            Graph.RowPage<Entry> page = graph.page(LEDGER,
                    Map.of("space", space.value(), "after", after, "to", to, "limit",
                            PAGE),
                    LONG_PAGE, Entry::of);
            Map<Long, List<Moved>> moved = moved(page.rows());
            for (Entry entry : page.rows()) {
                write(entry, moved.getOrDefault(entry.seq(), List.of()));
            }
            keepRight.run();
            if (!page.more() && page.rows().size() < PAGE) {
                return;
            }
            after = page.rows().getLast().seq();
        }
    }

    /** A profile that belongs to another person since a merge, and its external IDs. */
    private record Moved(String profile, List<List<String>> ids) {}

    private Map<Long, List<Moved>> moved(List<Entry> entries) {
        List<Map<String, Object>> merges = entries.stream().flatMap(entry -> entry.merged().stream()
                .map(pair -> Map.<String, Object>of("child", pair.substring(0, pair.indexOf('>')), "seq", entry.seq())))
                .toList();
        return merges.isEmpty()
                ? Map.of()
                : graph.read(MERGES, Map.of("merges", merges)).stream().collect(Collectors.groupingBy(
                        row -> row.get("seq").asLong(), Collectors.mapping(
                                row -> new Moved(row.get("profile").asString(),
                                        row.get("ids").asList(id -> id.asList(Value::asString))),
                                Collectors.toList())));
    }

    private void write(Entry entry, List<Moved> moved) throws IOException {
        if (entry.outcome().equals("created")) {
            belongs(entry, entry.profile(), entry.profile());
        }
        // By the entry, and not by where the profile that took the event is: it may be any of the person's.
        for (Moved one : moved) {
            belongs(entry, one.profile(), entry.canonical());
            for (List<String> id : one.ids()) {
                identifies(entry, id.getFirst(), id.getLast());
            }
        }
        for (JsonNode id : entry.identifiers().orElseGet(Json::array)) {
            if (id.path("fate").asText().equals("linked")) {
                linked(entry, id.path("type").asText(), id.path("id").asText());
            }
        }
        if (!moved.isEmpty() || entry.type().equals("identify")) {
            people.add(entry.profile());
        }
        if (entry.type().equals("group")) {
            Optional.ofNullable(entry.text("groupId")).map(String::strip).ifPresent(accounts::add);
        }
        Optional<Table> table = Table.ofCalls(entry.type());
        if (table.isPresent()) {
            call(table.get(), entry);
        }
    }

    private void belongs(Entry entry, String profile, String canonical) throws IOException {
        slice.write(Table.ID_GRAPH_UPDATES, row(Arrays.asList(profile, canonical), entry.trigger()));
        slice.write(Table.PROFILE_MERGES, Arrays.asList(canonical, profile, entry.at(), entry.seq()));
    }

    private void identifies(Entry entry, String type, String value) throws IOException {
        slice.write(Table.USER_IDENTIFIERS, Arrays.asList(entry.canonical(), type, value, entry.at(), entry.seq()));
    }

    private void linked(Entry entry, String type, String value) throws IOException {
        String hash = sha1(type + value);
        slice.write(Table.EXTERNAL_ID_MAPPING_UPDATES, row(Arrays.asList(entry.seq() + "-" + hash, hash, type, value,
                entry.profile(), entry.canonical()), entry.trigger()));
        identifies(entry, type, value);
    }

    private void call(Table table, Entry entry) throws IOException {
        if (!slice.wants(table)) {
            return;
        }
        List<@Nullable Object> call = Arrays.asList(entry.messageId(), entry.profile(), entry.canonical(),
                entry.sourceId(),
                entry.text("userId"), entry.text("anonymousId"), entry.at(), entry.text("sentAt"), entry.seq());
        List<@Nullable Object> more = new ArrayList<>();
        switch (table) {
            case IDENTIFIES -> more.add(entry.json("traits"));
            case TRACKS -> more.addAll(Arrays.asList(entry.text("event"), entry.json("properties")));
            case PAGES, SCREENS -> more.addAll(Arrays.asList(entry.text("name"), entry.json("properties")));
            case GROUPS -> more.addAll(Arrays.asList(entry.text("groupId"), entry.json("traits")));
            case ALIASES -> more.add(entry.text("previousId"));
            case ID_GRAPH_UPDATES, EXTERNAL_ID_MAPPING_UPDATES, USER_IDENTIFIERS, PROFILE_MERGES, USER_TRAITS,
                    ACCOUNT_TRAITS ->
                throw new IllegalArgumentException(table + " has no calls");
        }
        more.add(entry.json("context"));
        slice.write(table, row(call, more));
    }

    private static List<@Nullable Object> row(List<@Nullable Object> first, List<@Nullable Object> then) {
        return Arrays.asList(Stream.concat(first.stream(), then.stream()).toArray());
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
