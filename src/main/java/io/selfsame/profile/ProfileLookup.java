package io.selfsame.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.http.Bodies;
import io.selfsame.http.HttpError;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import io.selfsame.profile.ProfileAnswers.FoundProfile;
import io.selfsame.profile.ProfileAnswers.LookupAnswer;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Answers with the traits of up to {@value #MOST_LOOKUPS} people at once. Thread safe. */
final class ProfileLookup {

    private static final KnownFields LOOKUP = KnownFields.of("ids", "include");
    private static final int MOST_LOOKUPS = 1_000;
    private static final int LOOKUP_BYTES = 1024 * 1024;
    private static final int LOOKUPS_AT_ONCE = 100;

    /** Reads of traits by name for one lookup, of all people together. */
    private static final int MOST_LOOKUP_READS = 100;

    /** Bytes of JSON. */
    private static final int MOST_ANSWERED = 8 * 1024 * 1024;

    /** Bytes of heap for a byte of an answer, at most: its text, and then the answer itself. */
    private static final int TEXT = 2;

    private final ProfileReader reader;

    ProfileLookup(ProfileReader reader) {
        this.reader = reader;
    }

    /** Answers with the traits of the people whom the body names. */
    void answer(Context ctx, SpaceId space, Map<String, TraitPolicy> policies) {
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
        var reads = new TraitWalk.Reads(MOST_LOOKUP_READS);
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
            // Before the next people are read, which may have to wait.
            Bodies.hold(ctx, TEXT * (size.bytes - before));
        }
        Bodies.answer(ctx, new LookupAnswer(data));
    }

    /** The size of an answer so far. For one thread. */
    private static final class Size {
        private long bytes;

        void add(ShownTrait trait) {
            bytes += trait.size();
            if (bytes > MOST_ANSWERED) {
                throw HttpError.tooLarge("The answer would be larger than " + MOST_ANSWERED / 1024 / 1024
                        + " MB: ask for fewer ids at once, or name the traits you want in include");
            }
        }
    }

    private ObjectNode found(SpaceId space, ProfileReader.MergedProfile person, Map<String, TraitPolicy> policies,
            Set<String> include, TraitWalk.Reads reads, Size size) {
        ObjectNode traits = Json.object();
        Consumer<StoredTrait> visitor = trait -> {
            if (include.isEmpty() || include.contains(trait.name())) {
                ShownTrait shown = ShownTrait.of(trait);
                size.add(shown);
                traits.putRawValue(trait.name(), new RawValue(shown.value()));
            }
        };
        if (person.traits().isPresent()) {
            TraitMerge.merge(person.traits().get(), policies).values().forEach(visitor);
            return traits;
        }
        String rest = TraitWalk.ofPerson(reader, space, person.root()).walk("", include, policies, reads, trait -> {
            visitor.accept(trait);
            return true;
        });
        if (rest != null) {
            throw HttpError.tooLarge("This lookup would read more than " + MOST_LOOKUP_READS * TraitWalk.SOME
                    + " traits of people who have very many: ask for fewer ids at once; the traits of one person come"
                    + " in pages");
        }
        return traits;
    }
}
