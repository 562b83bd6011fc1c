package io.selfsame.network;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits. An IPv4 address that is written as IPv6 ({@code ::ffff:10.0.0.1}) is the IPv4 address.
 *
 * @param bits of an address, 32 or 128
 * @param prefix bits that all addresses have in common
 * @param begin these bits, as a number
 */
record Network(int bits, int prefix, BigInteger begin) {

    private static final Pattern IPV4 = Pattern
            .compile("(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]*");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

    /** An address, or a network as {@code address/bits}. Empty for anything else; names are never looked up. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = address.get().length * 8;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(length);
        return Optional.of(new Network(bits, prefix, begin(address.get(), prefix)));
    }

    boolean contains(byte[] address) {
        return address.length * 8 == bits && begin(address, prefix).equals(begin);
    }

    /** The bytes of an address, 4 or 16; empty if it is none. */
    static Optional<byte[]> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // Of such a text it is never a name, for which somebody would be asked.
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static BigInteger begin(byte[] address, int prefix) {
        return new BigInteger(1, address).shiftRight(address.length * 8 - prefix);
    }
}
