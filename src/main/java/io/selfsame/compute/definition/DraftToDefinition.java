package io.selfsame.compute.definition;

import com.github.ksuid.Ksuid;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What becomes of a {@link DefinitionDraft}: a definition that can be evaluated. Pure, but for the ids it makes. */
final class DraftToDefinition {

    private DraftToDefinition() {}

    /**
     * A new definition.
     *
     * @throws Invalid if something is missing or wrong, or the query is none
     */
    static SavedDefinition made(DefinitionDraft draft, DefinitionKind kind, Instant at, String by) {
        String name = draft.name().orElseThrow(() -> new Invalid("A new " + kind.words()
                + " needs a name"));
        DefinitionDraft.Written written = draft.query().orElseThrow(() -> new Invalid("A new " + kind.words()
                + " needs a definition, like {\"query\":\"event('Order').count()"
                + (kind == DefinitionKind.AUDIENCE ? " > 1" : "") + "\"}"));
        String key = draft.key().isPresent() ? TraitKeys.checked(draft.key().get()) : TraitKeys.of(name);
        Level level = draft.level().orElse(Level.USERS);
        var read = QueryInput.read(written, kind, level);
        var options = draft.options().orElseGet(Json::object);
        boolean enabled = draft.enabled().orElse(true);
        var definition = new Definition(kind.prefix() + Ksuid.newKsuid(), key, level, read.query(),
                DefinitionOptions.needs(options, level), 1);
        return new SavedDefinition(definition, name, draft.description().orElse(""), enabled, read.text(), options,
                Optional.empty(), enabled ? DefinitionStatus.PREPARING : DefinitionStatus.DISABLED, Optional.empty(),
                Optional.empty(), at,
                at,
                by, by);
    }

    /**
     * A definition after a change. Its version is greater by one if something else is to be evaluated from now on.
     *
     * @throws Invalid if something is wrong, the query too, or cannot be changed
     */
    static SavedDefinition changed(SavedDefinition before, DefinitionDraft draft, Instant at, String by) {
        Definition old = before.definition();
        if (draft.key().filter(key -> !key.equals(old.key())).isPresent()) {
            throw new Invalid("The key of a definition never changes; make a new one");
        }
        if (draft.level().filter(level -> level != old.level()).isPresent()) {
            throw new Invalid("Whom a definition is about never changes; make a new one");
        }
        var read = draft.query().map(written -> QueryInput.read(written, before.kind(), old.level()))
                .orElseGet(() -> new QueryInput.ParsedQuery(old.query(), before.text()));
        var options = draft.options().orElse(before.options());
        Set<String> needs = DefinitionOptions.needs(options, old.level());
        boolean enabled = draft.enabled().orElse(before.enabled());
        boolean renewed = (draft.query().isPresent() && before.problem().isPresent())
                || !read.query().equals(old.query()) || !needs.equals(old.needs())
                || (enabled && !before.enabled());
        DefinitionStatus status = renewed ? DefinitionStatus.PREPARING : before.status();
        var definition = new Definition(old.id(), old.key(), old.level(), read.query(), needs,
                old.version() + (renewed ? 1 : 0));
        return new SavedDefinition(definition, draft.name().orElse(before.name()),
                draft.description().orElse(before.description()), enabled, read.text(), options,
                draft.query().isPresent() ? Optional.empty() : before.problem(),
                enabled ? status : DefinitionStatus.DISABLED,
                renewed || !enabled ? Optional.empty() : before.error(), before.stuck(),
                before.createdAt(), at, before.createdBy(), by);
    }
}
