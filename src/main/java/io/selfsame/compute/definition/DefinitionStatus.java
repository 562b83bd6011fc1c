package io.selfsame.compute.definition;

/** How far a definition has come, in the words that Segment's API has for it. */
public enum DefinitionStatus {
    /** New or changed: nobody has a result of this version yet. */
    PREPARING("Backfilling"),
    /** The first results of this version are being made. */
    COMPUTING("Computing"),
    /** Everybody has results, and each refresh keeps them right. Shown only while refreshes succeed. */
    LIVE("Live"),
    /** The last refresh failed of it, or for somebody, or as a whole several times in a row; the next tries again. */
    FAILED("Failed"),
    /** Not evaluated. Results stay as they were. */
    DISABLED("Disabled");

    private final String text;

    DefinitionStatus(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
