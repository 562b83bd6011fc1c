package io.selfsame.destination.send;

import io.selfsame.network.Networks;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not those of one host on the public Internet: the registries of IANA for special purposes (RFC 6890), what is not
 * assigned, and every form of IPv6 that has an IPv4 address in it, since a gateway might pass it on to that one. Pure.
 *
 * <p>A gateway with a prefix of its own (NAT64 below an operator's public network) cannot be told from any other network.
 */
final class AddressKinds {

    /** The words for addresses, and the networks of them. */
    private record Kind(String words, Networks networks) {

        static Kind of(String words, String networks) {
            return new Kind(words, Networks.parse(networks));
        }
    }

    /** The first that fits names an address. */
    private static final List<Kind> IPV4 = List.of(
            Kind.of("an address of this host (0.0.0.0/8)", "0.0.0.0/8"),
            Kind.of("a loopback address", "127.0.0.0/8"),
            Kind.of("a private address", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"),
            Kind.of("a link-local address, such as those of cloud metadata", "169.254.0.0/16"),
            // Azure's. It has no other use.
            Kind.of("an address of cloud metadata", "168.63.129.16"),
            Kind.of("a shared address (CGNAT, 100.64.0.0/10)", "100.64.0.0/10"),
            Kind.of("an address for protocols (192.0.0.0/24)", "192.0.0.0/24"),
            Kind.of("an address for documentation", "192.0.2.0/24,198.51.100.0/24,203.0.113.0/24"),
            Kind.of("an address for benchmarks", "198.18.0.0/15"),
            Kind.of("an address of an IPv6 relay (192.88.99.0/24)", "192.88.99.0/24"),
            Kind.of("a multicast address", "224.0.0.0/4"),
            Kind.of("a broadcast address", "255.255.255.255"),
            Kind.of("a reserved address (240.0.0.0/4)", "240.0.0.0/4"));

    private static final List<Kind> IPV6 = List.of(
            Kind.of("an unspecified address", "::"),
            Kind.of("a loopback address", "::1"),
            Kind.of("an IPv4 address in IPv6 (NAT64)", "64:ff9b::/96,64:ff9b:1::/48"),
            Kind.of("an IPv4 address in IPv6 (Teredo)", "2001::/32"),
            Kind.of("an IPv4 address in IPv6 (6to4)", "2002::/16"),
            Kind.of("an address for benchmarks", "2001:2::/48"),
            Kind.of("an address for protocols (2001::/23)", "2001::/23"),
            Kind.of("an address for documentation", "2001:db8::/32,3fff::/20"),
            Kind.of("a discard address", "100::/64,100:0:0:1::/64"),
            Kind.of("an address for segment routing (SRv6)", "5f00::/16"),
            Kind.of("a private address (fc00::/7)", "fc00::/7"),
            Kind.of("a link-local address", "fe80::/10"),
            Kind.of("a site-local address", "fec0::/10"),
            Kind.of("a multicast address", "ff00::/8"));

    private static final Networks GLOBAL_UNICAST = Networks.parse("2000::/3");

    private AddressKinds() {}

    /** What an address is, with its article; empty if it is a public one. */
    static Optional<String> notPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return first(IPV4, address);
        }
        // Not through Networks: an address that is mapped would be read as the IPv4 address.
        if (endsInIpv4(bytes)) {
            return Optional.of("an IPv4 address in IPv6 (mapped, compatible or translated)");
        }
        if (isIsatap(bytes)) {
            return Optional.of("an IPv4 address in IPv6 (ISATAP)");
        }
        return first(IPV6, address).or(() -> GLOBAL_UNICAST.contains(address)
                ? Optional.empty()
                : Optional.of("an address that is not global unicast"));
    }

    private static Optional<String> first(List<Kind> kinds, InetAddress address) {
        return kinds.stream().filter(kind -> kind.networks().contains(address)).map(Kind::words).findFirst();
    }

    /** {@code ::a.b.c.d}, {@code ::ffff:a.b.c.d} or {@code ::ffff:0:a.b.c.d}. */
    private static boolean endsInIpv4(byte[] bytes) {
        return isZero(bytes, 0, 8) && switch (HexFormat.of().formatHex(bytes, 8, 12)) {
            case "0000ffff", "ffff0000" -> true;
            // Those below ::100 are addresses of IPv6.
            case "00000000" -> !isZero(bytes, 12, 15);
            default -> false;
        };
    }

    /** By the second half, below any network: {@code :0:5efe:a.b.c.d} or {@code :200:5efe:a.b.c.d}, RFC 5214. */
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && (bytes[11] & 0xff) == 0xfe;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, new byte[to - from], 0, to - from);
    }
}
