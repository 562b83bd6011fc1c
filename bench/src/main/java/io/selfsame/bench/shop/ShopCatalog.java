package io.selfsame.bench.shop;

import java.util.List;

/** What the shop sells, and the few texts of its events. Products have numbers from 0. */
final class ShopCatalog {
    static final int PRODUCTS = 2000;
    static final List<String> PAGES = List.of("Home", "Category", "Search", "Offers", "Delivery", "About");
    static final List<String> TOPICS = List.of("delivery", "return", "payment", "product", "account");
    static final List<String> PLANS = List.of("free", "plus", "pro");
    static final List<String> COUNTRIES = List.of("DE", "FR", "PT", "NO", "PL", "NL", "AT", "CZ");
    private static final List<String> CATEGORIES = List.of("tea", "coffee", "pots", "cups", "grinders", "machines",
            "filters", "books", "sweets", "gifts", "cleaning", "subscriptions");

    private ShopCatalog() {}

    /**
     * The product that somebody meets: the same for the same numbers, and some far more often than others (the top tenth
     * takes nearly half of it).
     */
    static int met(long person, int cart, int item) {
        double u = unit(mix(person * 65_536 + cart * 256L + item));
        return (int) (PRODUCTS * u * u * u);
    }

    static String sku(int product) {
        return "SKU-" + (10_000 + product);
    }

    static String category(int product) {
        return CATEGORIES.get(product % CATEGORIES.size());
    }

    /** Price in cents, 3.00 to 202.99. */
    static long cents(int product) {
        return 300 + Math.floorMod(mix(product), 20_000L);
    }

    /** Cents as a decimal number of units. */
    static String money(long cents) {
        return cents / 100 + (cents % 100 < 10 ? ".0" : ".") + cents % 100;
    }

    /** What is in a cart of so many products; each is there once. */
    static long cartCents(long person, int cart, int items) {
        long sum = 0;
        for (int item = 0; item < items; item++) {
            sum += cents(met(person, cart, item));
        }
        return sum;
    }

    /** One of a list, by the person and anything that tells the occasion. */
    static <T> T choose(List<T> list, long person, int occasion) {
        return list.get((int) Math.floorMod(mix(person * 4096 + occasion), (long) list.size()));
    }

    /** Scatters the bits of a number (the finalizer of MurmurHash3). */
    static long mix(long number) {
        long bits = number + 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 33) * 0xFF51AFD7ED558CCDL;
        bits = (bits ^ bits >>> 33) * 0xC4CEB9FE1A85EC53L;
        return bits ^ bits >>> 33;
    }

    /** Scattered bits as a number from 0 up to, not with, 1. */
    static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }
}
