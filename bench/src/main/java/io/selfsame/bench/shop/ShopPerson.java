package io.selfsame.bench.shop;

import java.util.SplittableRandom;

/**
 * Who somebody is: depends on the seed and the person's number alone.
 *
 * @param member
 *            has a user ID, seen at the first login; one in five never logs in and has one device
 * @param devices
 *            1 to 3
 * @param begins
 *            when the first visit may be, in milliseconds from the start of the history: six hours for three in five
 * @param age
 *            milliseconds between signing up and {@code begins}; 0 for those who came within the history
 * @param upgrades
 *            takes the next larger plan at the last visit
 * @param account
 *            number of the company the person works for; -1 for most
 */
record ShopPerson(long number, boolean member, int devices, long begins, long age, boolean upgrades, int account) {
    private static final long SIX_HOURS = 6 * 3_600_000;
    private static final long MOST_AGE = 600L * 86_400_000;

    /** Takes what it needs from the person's own random numbers, always in the same order. */
    static ShopPerson of(long number, SplittableRandom random) {
        boolean member = random.nextInt(5) > 0;
        int dice = random.nextInt(10);
        int devices = !member || dice < 6 ? 1 : dice < 9 ? 2 : 3;
        boolean old = random.nextInt(5) < 3;
        long begins = old ? SIX_HOURS : SIX_HOURS + random.nextLong(History.SPAN_MILLIS * 19 / 20);
        long age = old ? random.nextLong(MOST_AGE) : 0;
        boolean upgrades = random.nextInt(5) == 0;
        return new ShopPerson(number, member, devices, begins, age, upgrades, member && number % 50 == 7
                ? (int) (number / 500)
                : -1);
    }

    static String userId(long number) {
        return "shopper-" + number;
    }

    /** Has the shape of a UUID, as SDKs make them. */
    static String anonymousId(long number, long device) {
        return hex(number, 8) + "-" + hex(device, 4) + "-4c1e-9d52-" + hex(ShopCatalog.mix(number * 4 + device), 12);
    }

    /** The external ID that finds the person in the Profile API, {@code type:value}. */
    String externalId() {
        return member ? "user_id:" + userId(number) : "anonymous_id:" + anonymousId(number, 0);
    }

    private static String hex(long value, int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = digits - 1; i >= 0; i--) {
            text.append(Character.forDigit((int) (value >>> (4 * i) & 15), 16));
        }
        return text.toString();
    }
}
