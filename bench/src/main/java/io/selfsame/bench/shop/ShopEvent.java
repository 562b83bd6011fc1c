package io.selfsame.bench.shop;

/**
 * One message, as few bits as it takes: all else follows from these by calculation, so that five million fit into the
 * driver's small heap and any of them can be written again.
 *
 * @param millis
 *            time since 1970
 * @param person
 *            number of the person, below {@link #MOST_PEOPLE}
 * @param ordinal
 *            number of the message among those of the person, below 1024
 * @param device
 *            0 to 3
 * @param known
 *            whether the device is logged in, so that the message carries the user ID
 * @param cart
 *            number of the cart among those of the person, below 256
 * @param item
 *            VIEW and ADD: which of the products that the person met with this cart, below 256; CHECKOUT and ORDER: how
 *            many products are in the cart
 */
record ShopEvent(long millis, int person, int ordinal, ShopKind kind, int device, boolean known, int cart, int item) {
    static final int MOST_PEOPLE = 1 << 20;
    /** Products that were only looked at are numbered from here, those in the cart from 0. */
    static final int LOOKED_AT = 128;
    private static final ShopKind[] KINDS = ShopKind.values();

    /** All but the time. */
    @SuppressWarnings("EnumOrdinal") // never leaves the process
    long pack() {
        return (((((person * 1024L + ordinal) * 16 + kind.ordinal()) * 4 + device) * 2 + (known ? 1 : 0)) * 256 + cart)
                * 256 + item;
    }

    static ShopEvent unpack(long millis, long bits) {
        return new ShopEvent(millis, (int) (bits >>> 33), (int) (bits >>> 23 & 1023), KINDS[(int) (bits >>> 19 & 15)],
                (int) (bits >>> 17 & 3), (bits >>> 16 & 1) == 1, (int) (bits >>> 8 & 255), (int) (bits & 255));
    }

    /** The product of VIEW and ADD. */
    int product() {
        return ShopCatalog.met(person, cart, item);
    }
}
