package io.selfsame.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import io.selfsame.json.Utf8;
import io.selfsame.profile.ProfileAnswers.FoundProfile;
import io.selfsame.profile.ProfileAnswers.LookupAnswer;
import io.selfsame.profile.ProfileAnswers.TraitPage;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of people and accounts. Most people have few traits, and all are read at once; whoever has many has them
 * read by name, some at a time, so that memory is bounded by the page and not by the person.
 */
final class ProfileTraits {

    private static final Statement MANY = Statement.of("profile/manyTraits");
    private static final Statement OF_ACCOUNT = Statement.of("profile/accountTraits");
    /** Names of traits, as in Segment's Profile API. */
    private static final Cursor<String> CURSOR = Cursor.names();

    private static final Set<String> KINDS = Set.of("audience", "computed_trait", "custom");

    /** Traits of single profiles that are read at once, and how often for one page: past that a page is shorter. */
    private static final int SOME = 500;
    private static final int MOST_READS = 10;

    private static final KnownFields LOOKUP = KnownFields.of("ids", "include");
    private static final int MOST_LOOKUPS = 1_000;
    private static final int LOOKUP_BYTES = 1024 * 1024;
    private static final int LOOKUPS_AT_ONCE = 100;

    /** How often traits are read by name for one lookup, over all people in it. */
    private static final int MOST_LOOKUP_READS = 100;

    /** Bytes of JSON. */
    private static final int MOST_ANSWERED = 8 * 1024 * 1024;

    /** Bytes of heap that a byte of an answer takes at most until that is complete: its text, and then the answer itself. */
    private static final int TEXT = 2;

    private final ProfileReader reader;

    ProfileTraits(ProfileReader reader) {
        this.reader = reader;
    }

    /** Reads traits by name, from one on; those of one name stand together. There may be more before the limit is reached. */
    private interface ByName {
        RowPage<StoredTrait> from(String name, Set<String> names, int limit, long length);
    }

    /** How often traits may still be read by name. */
    private static final class Reads {
        private int left;

        Reads(int most) {
            left = most;
        }

        boolean take() {
            return left-- > 0;
        }
    }

    /** One page of what a request asks for. */
    private record TraitPageRequest(Set<String> include, int limit, boolean verbose, String kind, String next) {

        static TraitPageRequest of(Context ctx) {
            Set<String> include = Paging.list(ctx, "include");
            int limit = Paging.limit(ctx, include.isEmpty() ? 10 : 200, 200);
            boolean verbose = Paging.flag(ctx, "verbose");
            String kind = Optional.ofNullable(ctx.queryParam("class")).orElse("");
            if (!kind.isEmpty() && !KINDS.contains(kind)) {
                throw new Invalid("class is audience, computed_trait or custom");
            }
            return new TraitPageRequest(include, limit, verbose, kind, CURSOR.next(ctx).orElse(""));
        }

        boolean wants(StoredTrait trait) {
            return (include.isEmpty() || include.contains(trait.name()))
                    && (kind.isEmpty() || trait.kind().equals(kind));
        }
    }

    /** A page of the traits of a person. */
    void person(Context ctx, SpaceId space, ProfileReader.MergedProfile person, Map<String, TraitPolicy> policies) {
        TraitPageRequest wanted = TraitPageRequest.of(ctx);
        if (person.traits().isPresent()) {
            answer(ctx, wanted, TraitMerge.merge(person.traits().get(), policies).tailMap(wanted.next(), true)
                    .values().stream().filter(wanted::wants).map(Shown::of).limit(wanted.limit() + 1L).toList(), "");
        } else {
            some(ctx, wanted, many(space, person.root()), policies);
        }
    }

    /** A page of the traits of an account. */
    void account(Context ctx, SpaceId space, AccountKey key) {
        some(ctx, TraitPageRequest.of(ctx), byName(space, OF_ACCOUNT, "key", key), Map.of());
    }

    private ByName many(SpaceId space, ProfileId root) {
        return byName(space, MANY, "root", root);
    }

    /** @param parameter the name under which the statement takes the owner */
    private ByName byName(SpaceId space, Statement statement, String parameter, Owner owner) {
        return (name, names, limit, length) -> reader.page(space, statement,
                Map.of(parameter, owner.value(), "from", name, "names",
                        List.copyOf(names), "limit", limit),
                length, row -> StoredTrait.of(row.get("trait")));
    }

    private static void some(Context ctx, TraitPageRequest wanted, ByName traits, Map<String, TraitPolicy> policies) {
        List<Shown> page = new ArrayList<>();
        var size = new Paging.PageSize();
        String next = walk(traits, wanted.next(), wanted.include(), policies, new Reads(MOST_READS), trait -> {
            if (!wanted.wants(trait)) {
                return true;
            }
            Shown shown = Shown.of(trait);
            page.add(shown);
            return page.size() <= wanted.limit() && size.takes(shown.size());
        });
        answer(ctx, wanted, page, next == null ? "" : next);
    }

    /**
     * Hands out merged traits in the order of the database, until enough are taken or enough was read.
     *
     * @param visitor says whether it wants more
     * @return the name to go on from; null if there is none, or the visitor wanted no more
     */
    private static @Nullable String walk(ByName traits, String first, Set<String> names,
            Map<String, TraitPolicy> policies, Reads reads, Predicate<StoredTrait> visitor) {
        String from = first;
        int limit = SOME;
        long length = Paging.PageSize.MOST;
        while (reads.take()) {
            RowPage<StoredTrait> page = traits.from(from, names, limit, length);
            List<StoredTrait> read = page.rows();
            boolean more = page.more() || read.size() == limit;
            String last = more ? read.getLast().name() : "";
            if (more && read.getFirst().name().equals(last)) {
                // So many profiles have it that one read does not hold it.
                limit *= 4;
                length *= 4;
                continue;
            }
            List<StoredTrait> whole = more ? read.stream().filter(one -> !one.name().equals(last)).toList() : read;
            var merged = TraitMerge.merge(whole, policies);
            for (String name : new LinkedHashSet<>(whole.stream().map(StoredTrait::name).toList())) {
                StoredTrait trait = merged.get(name);
                if (trait != null && !visitor.test(trait)) {
                    return null;
                }
            }
            if (!more) {
                return null;
            }
            from = last;
        }
        return from;
    }

    /**
     * A trait, and its value as text.
     *
     * @param size of both, in bytes
     */
    private record Shown(StoredTrait trait, String value, long size) {

        static Shown of(StoredTrait trait) {
            String value = Json.write(trait.value());
            return new Shown(trait, value, Utf8.length(trait.name()) + Utf8.length(value));
        }
    }

    /**
     * Answers with as many traits as a page holds.
     *
     * @param next where to go on if all of them are on it; empty if there are no more
     */
    private static void answer(Context ctx, TraitPageRequest wanted, List<Shown> page, String next) {
        ObjectNode traits = Json.object();
        var size = new Paging.PageSize();
        String goOn = next;
        for (Shown shown : page) {
            StoredTrait trait = shown.trait();
            if (traits.size() == wanted.limit() || !size.takes(shown.size())) {
                goOn = trait.name();
                break;
            }
            if (wanted.verbose()) {
                traits.putObject(trait.name()).putRawValue("value", new RawValue(shown.value()))
                        .put("source_id", trait.sourceId()).put("message_id", trait.messageId())
                        .put("updated_at", trait.timestamp().toString());
            } else {
                traits.putRawValue(trait.name(), new RawValue(shown.value()));
            }
        }
        Bodies.answer(ctx, new TraitPage(traits, Paging.pageCursor(ctx, CURSOR.text(goOn), wanted.limit())));
    }

    /** Answers with the traits of up to a thousand people. */
    void lookup(Context ctx, SpaceId space, Map<String, TraitPolicy> policies) {
        JsonNode body = Bodies.json(ctx, LOOKUP_BYTES);
        LOOKUP.require(body);
        JsonNode ids = body.path("ids");
        if (!ids.isArray() || ids.isEmpty() || ids.size() > MOST_LOOKUPS) {
            throw new Invalid("ids is an array of 1 to " + MOST_LOOKUPS
                    + " names like email:a@example.com or use_…");
        }
        Map<String, ProfileRef> asked = new LinkedHashMap<>();
        for (JsonNode id : ids) {
            asked.put(id.asText(), ProfileRef.parse(space, id.asText())
                    .orElseThrow(() -> new Invalid("'" + id.asText() + "' is neither type:value nor a segment_id")));
        }
        Set<String> include = new HashSet<>();
        body.path("include").forEach(name -> include.add(name.asText()));
        List<FoundProfile> data = new ArrayList<>();
        var size = new Size();
        var reads = new Reads(MOST_LOOKUP_READS);
        List<String> names = List.copyOf(asked.keySet());
        for (int start = 0; start < names.size(); start += LOOKUPS_AT_ONCE) {
            List<String> some = names.subList(start, Math.min(start + LOOKUPS_AT_ONCE, names.size()));
            var people = reader.people(space, some.stream().map(asked::get).toList(), include);
            long before = size.bytes;
            for (int i = 0; i < some.size(); i++) {
                data.add(new FoundProfile(some.get(i), people.get(i).isPresent(),
                        people.get(i).map(person -> person.root().value()),
                        people.get(i).map(person -> found(space, person, policies, include, reads, size))));
            }
            // The next ones may be waited for.
            Bodies.hold(ctx, TEXT * (size.bytes - before));
        }
        Bodies.answer(ctx, new LookupAnswer(data));
    }

    /** How large an answer has become. */
    private static final class Size {
        private long bytes;

        void add(Shown trait) {
            bytes += trait.size();
            if (bytes > MOST_ANSWERED) {
                throw HttpError.tooLarge("The answer would be larger than " + MOST_ANSWERED / 1024 / 1024
                        + " MB: ask for fewer ids at once, or name the traits you want in include");
            }
        }
    }

    private ObjectNode found(SpaceId space, ProfileReader.MergedProfile person, Map<String, TraitPolicy> policies,
            Set<String> include, Reads reads, Size size) {
        ObjectNode traits = Json.object();
        Consumer<StoredTrait> visitor = trait -> {
            if (include.isEmpty() || include.contains(trait.name())) {
                Shown shown = Shown.of(trait);
                size.add(shown);
                traits.putRawValue(trait.name(), new RawValue(shown.value()));
            }
        };
        if (person.traits().isPresent()) {
            TraitMerge.merge(person.traits().get(), policies).values().forEach(visitor);
            return traits;
        }
        String rest = walk(many(space, person.root()), "", include, policies, reads, trait -> {
            visitor.accept(trait);
            return true;
        });
        if (rest != null) {
            throw HttpError.tooLarge("This lookup would read more than " + MOST_LOOKUP_READS * SOME
                    + " traits of people who have very many: ask for fewer ids at once; the traits of one person come"
                    + " in pages");
        }
        return traits;
    }
}
