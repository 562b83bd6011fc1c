package io.selfsame.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Paging;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.json.Json;
import io.selfsame.profile.ProfileAnswers.TraitPage;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers with pages of traits of people and accounts. Most people have few traits, which are read at once. Where they are many,
 * {@link TraitWalk} reads them part by part, so that a page limits the memory, and not the person. Thread safe.
 */
final class ProfileTraits {

    /** Names of traits, as in Segment's Profile API. */
    private static final Cursor<String> CURSOR = Cursor.names();

    private static final Set<String> KINDS = Set.of("audience", "computed_trait", "custom");

    /** Reads for one page: past that a page is shorter. */
    private static final int MOST_READS = 10;

    private final ProfileReader reader;

    ProfileTraits(ProfileReader reader) {
        this.reader = reader;
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
                    .values().stream().filter(wanted::wants).map(ShownTrait::of).limit(wanted.limit() + 1L).toList(),
                    "");
        } else {
            some(ctx, wanted, TraitWalk.ofPerson(reader, space, person.root()), policies);
        }
    }

    /** A page of the traits of an account. */
    void account(Context ctx, SpaceId space, AccountKey key) {
        some(ctx, TraitPageRequest.of(ctx), TraitWalk.ofAccount(reader, space, key), Map.of());
    }

    private static void some(Context ctx, TraitPageRequest wanted, TraitWalk traits,
            Map<String, TraitPolicy> policies) {
        List<ShownTrait> page = new ArrayList<>();
        var size = new Paging.PageSize();
        String next = traits.walk(wanted.next(), wanted.include(), policies, new TraitWalk.Reads(MOST_READS), trait -> {
            if (!wanted.wants(trait)) {
                return true;
            }
            ShownTrait shown = ShownTrait.of(trait);
            page.add(shown);
            return page.size() <= wanted.limit() && size.takes(shown.size());
        });
        answer(ctx, wanted, page, next == null ? "" : next);
    }

    /**
     * Answers with as many traits as a page holds.
     *
     * @param next where to go on if all of them are on it; empty if there are no more
     */
    private static void answer(Context ctx, TraitPageRequest wanted, List<ShownTrait> page, String next) {
        ObjectNode traits = Json.object();
        var size = new Paging.PageSize();
        String goOn = next;
        for (ShownTrait shown : page) {
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
}
