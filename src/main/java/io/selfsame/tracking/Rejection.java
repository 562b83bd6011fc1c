package io.selfsame.tracking;

/**
 * An event that was not taken.
 *
 * @param index its place in its batch; 0 for a single call
 * @param messageId as sent, or the one we gave it
 * @param code stable, for programs
 * @param message what to do about it
 * @param body the JSON text as sent, cut at {@link MessageParser#MAX_EVENT_BYTES} characters
 */
record Rejection(int index, String messageId, String code, String message, String body) {

    /** The same where so many messages come before. */
    Rejection after(int messages) {
        return new Rejection(messages + index, messageId, code, message, body);
    }
}
