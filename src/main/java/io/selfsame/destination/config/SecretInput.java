package io.selfsame.destination.config;

/** What a request makes of a secret that the destination is to have. */
public sealed interface SecretInput {

    /** As it is stored. */
    record Kept() implements SecretInput {}

    /** This one, in the clear. */
    record Given(String text) implements SecretInput {

        @Override
        public String toString() {
            return "Given";
        }
    }

    /** A new one that nobody has sent. */
    record Generated() implements SecretInput {}
}
