package io.selfsame.destination.catalogue;

/** The catalogue cannot be asked now. The message is for people. */
public final class CatalogueAway extends Exception {

    private static final long serialVersionUID = 1;

    /** Whether it has certainly not begun what it was asked for. */
    private final boolean untried;

    CatalogueAway(String message, boolean untried) {
        super(message);
        this.untried = untried;
    }

    /** Whether it has certainly not begun what it was asked for. */
    public boolean isUntried() {
        return untried;
    }
}
