package io.selfsame.profile;

import io.selfsame.http.Operation;

/** What the routes of profiles and of the ledger do. */
final class ProfileOperations {

    private static final String LEDGER = "Ledger";
    private static final String PEOPLE = "Profiles";
    private static final String ACCOUNTS = "Accounts";
    private static final String INVALID = "validation_error";

    private static final Operation.Parameter PERSON = Operation.path("id",
            "An external ID as `type:value`, or a `segment_id`. Encode the value.", "email:ada@example.com");
    private static final Operation.Parameter ACCOUNT = Operation.path("id",
            "An account as `group_id:value`. Encode the value.",
            "group_id:acme");
    private static final Operation.Parameter VERBOSE = Operation.flag("verbose",
            "For clients of Segment, which send it. The answer is the same.");
    private static final Operation.Parameter[] TRAIT_PARAMETERS = {
            Operation.texts("include", "Only these traits.", "plan"),
            Operation.choice("class", "Only traits of this kind.", "custom", "audience", "computed_trait"),
            Operation.flag("verbose", "Whether each trait says where it comes from and when it changed."),
            Operation.limit(10, 200), Operation.next()};

    static final Operation DECISIONS = Operation.of(LEDGER, "listDecisions", "List what every event of a space decided")
            .describedAs("Oldest first.")
            .with(Operation.limit(25, 1_000), Operation.next(),
                    Operation.choices("outcome", "Only these outcomes.", "created", "attached", "merged", "refused"),
                    Operation.texts("code", "Only events of which an identifier was refused with one of these codes.",
                            "limit_exceeded"))
            .answers(200, "A page of decisions", "DecisionPage").fails(INVALID);

    static final Operation BLOBS = Operation.of(LEDGER, "listBlobs", "List people who are probably several people")
            .describedAs("The most suspicious first, each with the identifier that glues them together.")
            .with(Operation.limit(10, 100)).answers(200, "The people", "BlobsAnswer").fails(INVALID);

    static final Operation EXPLAIN = Operation.of(LEDGER, "explainIdentifiers", "Explain how two identifiers are tied")
            .describedAs("Says the chain of links and merges between them, or why there is none.")
            .with(Operation.text("from", "An external ID.", "email:ada@example.com").required(),
                    Operation.text("to", "An external ID.", "user_id:1").required())
            .answers(200, "The chain, or the reason", "ExplanationAnswer").fails(INVALID);

    private ProfileOperations() {}

    static Operation traits() {
        return person("getProfileTraits", "Read the traits of a person").with(TRAIT_PARAMETERS)
                .describedAs("Those of all merged profiles, with the results of definitions.")
                .answers(200, "A page of traits", "TraitPage");
    }

    static Operation consent() {
        return person("getProfileConsent", "Read what a person consents to")
                .describedAs("Of each category what was said last, by any of the merged profiles.")
                .answers(200, "The categories of which something is known", "ConsentAnswer");
    }

    static Operation externalIds() {
        return person("listProfileExternalIds", "List the identifiers of a person")
                .with(Operation.texts("include", "Only these types.", "email"), Operation.limit(25, 100),
                        Operation.next(), VERBOSE)
                .answers(200, "A page of identifiers, in the order in which they were linked", "ExternalIdPage");
    }

    static Operation events() {
        return person("listProfileEvents", "List what a person did")
                .with(Operation.choices("type", "Only these types. The default is track, page and screen.", "track",
                        "page", "screen", "identify", "group", "alias"),
                        Operation.texts("include", "Only events of these names.", "Order Completed"),
                        Operation.texts("exclude", "No events of these names.", "Page Viewed"),
                        Operation.time("start", "Only events from this time on."),
                        Operation.time("end", "Only events up to this time."),
                        Operation.choice("sort", "By time; `desc` is the default.", "asc", "desc"),
                        Operation.limit(10, 100), Operation.next())
                .answers(200, "A page of events", "ProfileEventPage");
    }

    static Operation metadata() {
        return person("getProfileMetadata", "Read when a person was first and last seen").with(VERBOSE)
                .answers(200, "First and last event", "MetadataAnswer");
    }

    static Operation links() {
        return person("listProfileLinks", "List the accounts of a person").with(Operation.limit(20, 20),
                Operation.next()).answers(200, "A page of accounts", "ProfileLinkPage");
    }

    static Operation identity() {
        return person("getProfileIdentity", "Read the merged profiles and identifiers of a person as a graph")
                .answers(200, "Nodes and edges", "IdentityAnswer");
    }

    static Operation decisions() {
        return person("listProfileDecisions", "List what every event of a person decided")
                .describedAs("Oldest first.").with(Operation.limit(25, 1_000), Operation.next())
                .answers(200, "A page of decisions", "DecisionPage");
    }

    static Operation lookup() {
        return Operation.of(PEOPLE, "lookupProfiles", "Read the traits of up to 1,000 people").takes("Lookup")
                .answers(200, "The people, in the order in which they were asked for", "LookupAnswer")
                .fails(INVALID);
    }

    static Operation accountTraits() {
        return account("getAccountTraits", "Read the traits of an account").with(TRAIT_PARAMETERS)
                .answers(200, "A page of traits", "TraitPage");
    }

    static Operation accountExternalIds() {
        return account("listAccountExternalIds", "List the identifiers of an account")
                .with(Operation.limit(25, 100), Operation.next(), VERBOSE)
                .answers(200, "The group ID", "ExternalIdPage");
    }

    static Operation accountMetadata() {
        return account("getAccountMetadata", "Read when an account was first and last seen").with(VERBOSE)
                .answers(200, "First and last event", "MetadataAnswer");
    }

    static Operation accountLinks() {
        return account("listAccountLinks", "List the members of an account")
                .with(Operation.limit(20, 20), Operation.next())
                .answers(200, "A page of members", "AccountLinkPage");
    }

    private static Operation person(String id, String summary) {
        return Operation.of(PEOPLE, id, summary).with(PERSON).fails(INVALID, "not_found");
    }

    private static Operation account(String id, String summary) {
        return Operation.of(ACCOUNTS, id, summary).with(ACCOUNT).fails(INVALID, "not_found");
    }
}
