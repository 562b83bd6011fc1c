package io.selfsame.compute;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What must be true of all definitions of a space, seen together. Pure. */
final class Checks {

    private Checks() {}

    /**
     * Checks one that was added or changed, against all, itself included.
     *
     * @throws Conflict if it stands on itself, or an enabled one on a disabled one
     */
    static void references(List<Registered> all, Registered changed) {
        var references = new References(Definitions.definitions(all));
        references.circle(changed.definition()).ifPresent(circle -> {
            throw new Conflict("It would stand on itself: " + circle.stream().map(Definition::key)
                    .collect(Collectors.joining(" -> ")) + "; ask for another trait in one of them");
        });
        Map<String, Registered> byId = byId(all);
        if (changed.enabled()) {
            targets(all, references.of(changed.definition()));
        } else {
            List<Registered> users = references.to(changed.definition()).stream().map(user -> byId.get(user.id()))
                    .filter(user -> user != null && user.enabled()).toList();
            if (!users.isEmpty()) {
                throw new Conflict("A disabled " + changed.kind().words() + " has no results that others can stand on, "
                        + "and enabled ones ask for trait('" + changed.key() + "'): " + named(users)
                        + "; disable or change them first");
            }
        }
    }

    /**
     * Checks those that an enabled one stands on.
     *
     * @throws Conflict if one of them is disabled
     */
    static void targets(List<Registered> all, Collection<Definition> targets) {
        Map<String, Registered> byId = byId(all);
        targets.stream().map(target -> byId.get(target.id())).filter(target -> target != null && !target.enabled())
                .findFirst().ifPresent(target -> {
                    throw new Conflict("It asks for trait('" + target.key() + "'), and the " + target.kind().words()
                            + " '" + target.name() + "' (" + target.id() + ") that writes it is disabled; enable "
                            + "that first");
                });
    }

    private static Map<String, Registered> byId(List<Registered> all) {
        return all.stream().collect(Collectors.toMap(Registered::id, Function.identity()));
    }

    /**
     * Checks that nobody would miss a definition.
     *
     * @throws Conflict if somebody would
     */
    static void unused(Registered gone, List<Registered> users) {
        if (!users.isEmpty()) {
            throw new Conflict("Others ask for trait('" + gone.key() + "'): " + named(users)
                    + "; delete or change them first");
        }
    }

    private static String named(List<Registered> users) {
        return users.stream().map(user -> user.kind().words() + " '" + user.name() + "' (" + user.id() + ")")
                .collect(Collectors.joining(", "));
    }
}
