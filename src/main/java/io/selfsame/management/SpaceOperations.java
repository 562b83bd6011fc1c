package io.selfsame.management;

import io.selfsame.http.Operation;
import java.util.Locale;

/** What the routes of spaces, keys and tokens do. */
final class SpaceOperations {

    private static final String TAG = "Spaces";
    private static final String SECRETS = "Keys and tokens";

    static final Operation CREATE = Operation.of(TAG, "createSpace", "Create a space")
            .describedAs("The answer has its first write key and access token. They are shown only here.")
            .takes("NewSpace").answers(201, "The new space", "CreatedSpaceAnswer")
            .fails("validation_error", "conflict");

    static final Operation LIST = Operation.of(TAG, "listSpaces", "List all spaces")
            .with(Operation.limit(100, 1_000), Operation.next()).answers(200, "A page of spaces", "SpacePage")
            .fails("validation_error");

    static final Operation GET = Operation.of(TAG, "getSpace", "Read a space").answers(200, "The space", "SpaceAnswer");

    static final Operation CHANGE = Operation.of(TAG, "updateSpace", "Change the name or the time zone of a space")
            .describedAs(
                    "Days, weeks and months of queries begin in the time zone of the space. What depends on it is computed again.")
            .takes("ChangedSpace").answers(200, "The space", "SpaceAnswer").fails("validation_error");

    private SpaceOperations() {}

    /** @param field such as {@code writeKey} */
    static Operation add(String field) {
        return Operation.of(SECRETS, "create" + noun(field), "Add a new " + words(field))
                .describedAs("The secret is shown only here.").mayTake("NewSecret")
                .answers(201, "The secret", noun(field) + "Answer").fails("validation_error");
    }

    /** As {@link #add}. */
    static Operation list(String field) {
        return Operation.of(SECRETS, "list" + noun(field) + "s", "List all " + words(field) + "s")
                .describedAs("Secrets are not listed.").answers(200, "All of them", noun(field) + "sAnswer");
    }

    /** As {@link #add}. */
    static Operation revoke(String field) {
        return Operation.of(SECRETS, "revoke" + noun(field), "Revoke one " + words(field))
                .with(Operation.path("id", "The ID of the key or token, as it is listed.", "tok_4f1b0c2a9d8e7f6a5b"))
                .answers(200, "It opens nothing any more", "StatusAnswer").fails("not_found");
    }

    private static String noun(String field) {
        return field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
    }

    private static String words(String field) {
        return field.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
