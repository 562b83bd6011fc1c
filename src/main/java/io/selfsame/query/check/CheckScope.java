package io.selfsame.query.check;

/** What a condition is about. */
enum CheckScope {
    /** The person or account. */
    SUBJECT,
    /** A person who belongs to the account. */
    MEMBER,
    /** An event. */
    EVENT,
    /** An event after another. */
    CHILD,
    /** An event after such a one, or further inside. */
    GRANDCHILD,
    /** An element of an array. */
    ELEMENT;

    boolean ofEvent() {
        return this == EVENT || ofChild();
    }

    boolean ofChild() {
        return this == CHILD || this == GRANDCHILD;
    }

    CheckScope inside() {
        return switch (this) {
            case SUBJECT, MEMBER, ELEMENT -> EVENT;
            case EVENT -> CHILD;
            case CHILD, GRANDCHILD -> GRANDCHILD;
        };
    }
}
