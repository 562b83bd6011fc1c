package io.selfsame.error;

/** What would be fine but for what is there already. The message names it and says what to do. */
public final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Conflict(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
