package io.selfsame.bench.shop;

/**
 * One message, as little as it takes: all else follows from this by calculation. Those of a history fit into few bits, so
 * that five million fit into the driver's small heap and any of them can be written again; their limits are given here.
 *
 * @param millis
 *            time since 1970
 * @param person
 *            number of the person, below {@link #MOST_PEOPLE}
 * @param ordinal
 *            number of the message among those of the person, below 1024
 * @param device
 *            number of the device among those of the person, 0 to 3
 * @param known
 *            whether the device is logged in, so that the message carries the user ID
 * @param cart
 *            number of the cart among those of the person, below 256
 * @param item
 *            VIEW and ADD: which of the products that the person met with this cart, below 256; CHECKOUT and ORDER: how
 *            many products are in the cart
 */
record ShopEvent(long millis, long person, int ordinal, ShopKind kind, long device, boolean known, int cart, int item) {
    static final int MOST_PEOPLE = 1 << 20;
    /** Products that were only looked at are numbered from here, those in the cart from 0. */
    static final int LOOKED_AT = 128;
    private static final ShopKind[] KINDS = ShopKind.values();

    /** All but the time, of an event of a history. */
    @SuppressWarnings("EnumOrdinal") // never leaves the process
    long pack() {
        return (((((person * 1024 + ordinal) * 16 + kind.ordinal()) * 4 + device) * 2 + (known ? 1 : 0)) * 256 + cart)
                * 256 + item;
    }

    static ShopEvent unpack(long millis, long bits) {
        return new ShopEvent(millis, bits >>> 33, (int) (bits >>> 23 & 1023), KINDS[(int) (bits >>> 19 & 15)],
                bits >>> 17 & 3, (bits >>> 16 & 1) == 1, (int) (bits >>> 8 & 255), (int) (bits & 255));
    }

    /** The product of VIEW and ADD, and of IDENTIFY the one viewed last. */
    int product() {
        return ShopCatalog.met(person, cart, item);
    }
}
