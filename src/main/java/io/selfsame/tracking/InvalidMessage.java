package io.selfsame.tracking;

/** Leaves the parsing of one message; becomes a {@link Rejection}. */
final class InvalidMessage extends RuntimeException {

    private final String code;

    InvalidMessage(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    String code() {
        return code;
    }
}
