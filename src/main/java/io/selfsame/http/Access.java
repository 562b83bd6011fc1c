package io.selfsame.http;

import io.javalin.security.RouteRole;
import io.selfsame.space.Role;

/** Who may call a route. Every route is declared with exactly one. */
public enum Access implements RouteRole {
    /** Anybody. */
    OPEN,
    /** Who has a write key of a space. It may be in the body, so the handler looks for it. */
    WRITE_KEY,
    /** Who has an access token of the space in the path. */
    ACCESS_TOKEN,
    /** Who has a management token of any role: reads. */
    VIEWER,
    /** Who has a management token of an editor: definitions, previews, runs and jobs. */
    EDITOR,
    /** Who has a management token of an admin: spaces, keys, tokens and identity rules. */
    ADMIN,
    /** Who has the token for metrics, or a management token. */
    METRICS;

    /** The smallest role of a management token that opens such a route. */
    Role role() {
        return switch (this) {
            case VIEWER -> Role.VIEWER;
            case EDITOR -> Role.EDITOR;
            case ADMIN -> Role.ADMIN;
            case OPEN, WRITE_KEY, ACCESS_TOKEN, METRICS -> throw new IllegalStateException(this + " needs no role");
        };
    }

    /**
     * Whether such a route refuses what it does not know. What real SDKs call must not: they add parameters of their own, as do those
     * who watch whether the service lives.
     */
    boolean refusesUnknown() {
        return switch (this) {
            case ACCESS_TOKEN, VIEWER, EDITOR, ADMIN -> true;
            case OPEN, WRITE_KEY, METRICS -> false;
        };
    }

    /** Whether a space in the path of such a route is checked before its handler is called. */
    boolean opensSpace() {
        return switch (this) {
            case ACCESS_TOKEN, VIEWER, EDITOR, ADMIN -> true;
            case OPEN, WRITE_KEY, METRICS -> false;
        };
    }
}
