package io.selfsame.destination;

import java.net.URI;
import java.util.Optional;

/** Looks at an address when somebody sets it. Thread safe. What a name leads to is only known when something is sent there. */
@FunctionalInterface
public interface UrlCheck {

    /** Why nothing can ever be sent there, to stand behind the name of the setting; empty if something may. */
    Optional<String> problem(URI url);
}
