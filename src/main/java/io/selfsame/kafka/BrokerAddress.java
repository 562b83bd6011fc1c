package io.selfsame.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker listens.
 *
 * @param host a name or an address; one of IPv6 without brackets
 */
public record BrokerAddress(String host, int port) {

    /** Brokers that settings name. */
    public static final int MOST = 20;

    private static final Pattern FORM = Pattern
            .compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");

    /** Reads {@code host:port}; empty if it is none. */
    static Optional<BrokerAddress> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return port > 0 && port <= 65_535 ? Optional.of(new BrokerAddress(host, port)) : Optional.empty();
    }

    /** Reads {@code host:port,host:port}: each as it stands there, without spaces; empty if that is no such list of at most {@link #MOST}. */
    public static Optional<List<String>> list(String text) {
        List<String> servers = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            if (parse(one.strip()).isEmpty() || servers.size() == MOST) {
                return Optional.empty();
            }
            servers.add(one.strip());
        }
        return Optional.of(servers);
    }
}
