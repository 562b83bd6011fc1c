package io.selfsame.error;

/**
 * What a caller has sent cannot be taken; the message tells them why and what to do. Never thrown for what is stored, which no
 * caller can mend: {@link IllegalArgumentException} alone says nothing of who is to blame. It has no stack trace, as it is no failure
 * of the service, and anybody can cause many.
 */
public final class Invalid extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String code;

    /** With the code {@code validation_error}. */
    public Invalid(String message) {
        this("validation_error", message);
    }

    /** @param code stable, for programs */
    public Invalid(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
