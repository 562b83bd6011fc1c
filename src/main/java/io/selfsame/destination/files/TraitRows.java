package io.selfsame.destination.files;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.neo4j.driver.Record;

/**
 * Makes rows of the traits that people and accounts have now, as the Profile API shows them. Each person is written once, whoever of their
 * profiles is asked for. For one thread.
 */
final class TraitRows {

    private static final Statement TRAITS = Statement.of("profile/traits");
    private static final Statement MANY = Statement.of("profile/manyTraits");
    private static final Statement OF_ACCOUNT = Statement.of("profile/accountTraits");

    /** People in one question, traits and characters of one of them: whoever has more is read page by page. */
    private static final int PEOPLE = 100;
    private static final int FEW = 500;
    private static final int SHORT = 50_000;

    private static final int PAGE = 1_000;
    private static final long LONG_PAGE = 2_000_000;

    private final Graph graph;
    private final SpaceId space;
    private final Map<String, TraitPolicy> policies;
    private final Slice slice;
    private final long run;
    private final Runnable keepRight;
    private final Set<String> written = new HashSet<>();

    /**
     * @param run becomes the seq of the rows
     * @param keepRight called between pages
     */
    TraitRows(Graph graph, SpaceId space, Map<String, TraitPolicy> policies, Slice slice, long run,
            Runnable keepRight) {
        this.graph = graph;
        this.space = space;
        this.policies = Map.copyOf(policies);
        this.slice = slice;
        this.run = run;
        this.keepRight = keepRight;
    }

    /** @param profiles segmentIds, of roots or not */
    void people(Collection<String> profiles) throws IOException {
        List<String> all = List.copyOf(profiles);
        for (int from = 0; from < all.size(); from += PEOPLE) {
            List<Map<String, Object>> asked = new ArrayList<>();
            for (String profile : all.subList(from, Math.min(all.size(), from + PEOPLE))) {
                asked.add(Map.of("index", asked.size(), "segmentId", profile, "key", "", "space", space.value()));
            }
            for (Record row : graph.read(TRAITS,
                    Map.of("asked", asked, "names", List.of(), "hiddenPrefix", ConsentTraits.PREFIX, "many", FEW,
                            "text", SHORT))) {
                String root = row.get("root").asString();
                if (written.add(root)) {
                    person(root, row);
                }
            }
            keepRight.run();
        }
    }

    private void person(String root, Record row) throws IOException {
        if (row.get("traits").isNull()) {
            walk(Table.USER_TRAITS, root, MANY, "root", root, policies);
        } else {
            var merged = TraitMerge.merge(row.get("traits").asList(StoredTrait::of), policies);
            write(Table.USER_TRAITS, root, merged.values());
            if (merged.isEmpty()) {
                nothing(Table.USER_TRAITS, root);
            }
        }
    }

    void accounts(Collection<String> groupIds) throws IOException {
        for (String groupId : groupIds) {
            walk(Table.ACCOUNT_TRAITS, groupId, OF_ACCOUNT, "key", AccountKey.of(space, groupId).value(), Map.of());
            keepRight.run();
        }
    }

    /** All traits of one owner, by name, part by part. */
    private void walk(Table table, String id, Statement statement, String parameter, String owner,
            Map<String, TraitPolicy> rules) throws IOException {
        String from = "";
        int limit = PAGE;
        long length = LONG_PAGE;
        boolean any = false;
        while (true) {
            Map<String, Object> parameters = new HashMap<>(Map.of("from", from, "names", List.of(), "limit", limit));
            if (table == Table.USER_TRAITS) {
                parameters.put("hiddenPrefix", ConsentTraits.PREFIX);
            }
            parameters.put(parameter, owner);
            RowPage<StoredTrait> page = graph.page(statement, parameters, length,
                    row -> StoredTrait.of(row.get("trait")));
            List<StoredTrait> read = page.rows();
            boolean more = page.more() || read.size() == limit;
            String last = more ? read.getLast().name() : "";
            if (more && read.getFirst().name().equals(last)) {
                // More profiles have this trait than one read holds.
                limit *= 4;
                length *= 4;
                continue;
            }
            List<StoredTrait> whole = more ? read.stream().filter(one -> !one.name().equals(last)).toList() : read;
            // In the order of the database, so that no trait is left out between two pages.
            Map<String, StoredTrait> merged = new TreeMap<>(TraitMerge.merge(whole, rules));
            List<StoredTrait> shown = new LinkedHashSet<>(whole.stream().map(StoredTrait::name).toList()).stream()
                    .filter(merged::containsKey).map(merged::get).toList();
            write(table, id, shown);
            any |= !shown.isEmpty();
            if (!more) {
                break;
            }
            from = last;
            keepRight.run();
        }
        if (!any) {
            nothing(table, id);
        }
    }

    private void write(Table table, String id, Collection<StoredTrait> traits) throws IOException {
        for (StoredTrait trait : traits) {
            slice.write(table,
                    Arrays.asList(id, trait.name(), Json.write(trait.value()), trait.kind(), trait.sourceId(),
                            trait.messageId(), trait.timestamp(), run));
        }
    }

    private void nothing(Table table, String id) throws IOException {
        slice.write(table, Arrays.asList(id, null, null, null, null, null, null, run));
    }
}
