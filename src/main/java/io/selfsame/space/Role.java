package io.selfsame.space;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a management token may do. Whoever has a role may do all that the roles before it may. */
public enum Role {

    /** Reads. */
    VIEWER,

    /** Changes definitions and other daily work. */
    EDITOR,

    /** Changes who may do what, and the rules of identity. */
    ADMIN;

    /** The name on the wire and in the graph. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name. */
    public static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
