package io.selfsame.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Addresses and networks that somebody listed. Immutable. */
public final class Networks {

    /** No address. */
    public static final Networks NONE = new Networks(List.of());

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Reads addresses and networks ({@code 10.0.0.5,192.168.0.0/16,fd00::/8}) with commas between them. Names are never looked up.
     *
     * @param text empty for none
     * @throws IllegalArgumentException with the entry that is neither
     */
    public static Networks parse(String text) {
        return new Networks(Arrays.stream(text.split(",", -1)).map(String::strip).filter(entry -> !entry.isEmpty())
                .map(entry -> Network.parse(entry).orElseThrow(() -> new IllegalArgumentException(entry))).toList());
    }

    /** Whether an address is one of them, or in one of them. */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    /** As {@link #contains(InetAddress)}; false for a text that is no address. A zone ({@code %eth0}) and brackets around it do not count. */
    public boolean containsText(String address) {
        String plain = address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
        Optional<byte[]> bytes = Network.address(plain.replaceFirst("%.*", ""));
        return bytes.isPresent() && contains(bytes.get());
    }

    private boolean contains(byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** How many there are. */
    @Override
    public String toString() {
        return networks.size() + " networks";
    }
}
