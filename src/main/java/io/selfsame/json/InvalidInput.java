package io.selfsame.json;

/**
 * What a caller has sent cannot be taken; the message tells them why. Never thrown for what is stored, which no caller can
 * mend: {@link IllegalArgumentException} alone says nothing of who is to blame.
 */
public final class InvalidInput extends IllegalArgumentException {

    public InvalidInput(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
