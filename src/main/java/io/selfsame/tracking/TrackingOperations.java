package io.selfsame.tracking;

import io.selfsame.http.Operation;
import java.util.Locale;

/** What the routes of tracking do. */
final class TrackingOperations {

    private static final String TAG = "Tracking";

    static final Operation SETTINGS = Operation.of(TAG, "getSourceSettings", "Tell analytics.js where to send events")
            .describedAs("analytics.js asks for this when it starts. The write key is in the path.")
            .with(Operation.path("writeKey", "A write key.", "0cJgKyEz3tTzBLoc2UiFpqOWTK2V9Hmb"))
            .answers(200, "Where to send events", "SourceSettings").fails("authentication_error",
                    "invalid_request_error");

    static final Operation REJECTED = Operation.of("Ledger", "listRejectedEvents", "List rejected events")
            .describedAs("Newest first, with the reason, the body, and how often the same was sent.")
            .with(Operation.limit(25, 200), Operation.next(),
                    Operation.texts("code", "Only events that were rejected with one of these codes.",
                            "no_identifiers"))
            .answers(200, "A page of rejected events", "RejectedEventPage").fails("validation_error");

    static final Operation VIOLATIONS = Operation
            .of("Ledger", "listViolations", "List parts of events that were left out")
            .describedAs("The last seen first, with the value that could not be read, and how often it came.")
            .with(Operation.limit(25, 200), Operation.next(),
                    Operation.texts("code", "Only parts that were left out for one of these reasons.",
                            "invalid_timestamp"))
            .answers(200, "A page of violations", "ViolationPage").fails("validation_error");

    static final Operation CHECK = Operation.of(TAG, "checkBatch", "Check up to 2,500 events without storing them")
            .describedAs("Says which events of a batch would be rejected, and what would be left out of the others."
                    + " Whether their message IDs are known already is not looked up.")
            .takes("Batch").answers(200, "What would become of them", "BatchChecked")
            .fails("empty_batch", "batch_too_large", "bad_request");

    /** The route that RudderStack's browser SDK has for {@code navigator.sendBeacon}. */
    static final Operation BEACON = batch("batch").alias("beaconBatch", "POST /v1/batch")
            .with(Operation.text("writeKey", "A write key, if no header has it.", "0cJgKyEz3tTzBLoc2UiFpqOWTK2V9Hmb"));

    private TrackingOperations() {}

    /** @param name the call, or its letter */
    static Operation single(String call, String name) {
        var operation = Operation.of(TAG, call, "Send a" + article(call) + call + " event")
                .describedAs(
                        "200 means that the event is stored and resolved. The write key may also be the field `writeKey`"
                                + " of the body.")
                .takes(capital(call)).answers(200, "The event is stored", "EventAccepted")
                .fails("no_identifiers", "event_too_large", "bad_request");
        return name.equals(call) ? operation : operation.alias(call + "Short", "POST /v1/" + call);
    }

    /** @param isServer whether it is the route that Jitsu's clients have for servers */
    static Operation jitsu(String call, boolean isServer) {
        return single(call, call).alias(call + "Jitsu" + (isServer ? "Server" : ""), "POST /v1/" + call);
    }

    static Operation pixel(String call) {
        return Operation.of(TAG, call + "Pixel", "Send a" + article(call) + call + " event by loading an image")
                .describedAs("For mail and pages without scripts. The write key is the field `writeKey` of the event.")
                .with(Operation.needed("data", "The event as JSON, in Base64.",
                        "eyJ3cml0ZUtleSI6IldLIiwidXNlcklkIjoiMSIsImV2ZW50IjoiTWFpbCBPcGVuZWQifQ=="))
                .answersPlainly(200, "The event is stored; an image of one transparent point", "image/gif")
                .fails("no_identifiers", "event_too_large", "bad_request", "invalid_request_error");
    }

    private static String article(String call) {
        return call.matches("[aeiou].*") ? "n " : " ";
    }

    /** @param name {@code batch} or what means the same */
    static Operation batch(String name) {
        var operation = Operation.of(TAG, "batch", "Send up to 2,500 events")
                .describedAs(
                        "Every event is accepted or rejected by itself. 200 means that those that were accepted are"
                                + " stored and resolved. The write key may also be the field `writeKey` of the body.")
                .takes("Batch").answers(200, "Which events were accepted", "BatchAccepted")
                .fails("empty_batch", "batch_too_large", "bad_request");
        return switch (name) {
            case "batch" -> operation;
            case "b" -> operation.alias("batchShort", "POST /v1/batch");
            default -> operation.alias("importBatch", "POST /v1/batch");
        };
    }

    /** What a browser asks before it sends from a page of another origin. */
    static Operation preflight(Operation asked) {
        return Operation
                .of("Preflight", "preflight" + capital(asked.id()), "Tell a browser that it may call this route")
                .with(asked.parameters().stream().filter(Operation.Parameter::isInPath)
                        .toArray(Operation.Parameter[]::new))
                .answersPlainly(204, "It may", "");
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
