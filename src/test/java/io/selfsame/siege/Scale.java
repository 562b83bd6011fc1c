package io.selfsame.siege;

import java.time.Duration;

/**
 * How much of everything. The short form is part of the build; the full one is asked for with {@code -Dsiege=full}.
 *
 * @param events in the big space, those of the big person and of the big account's members among them
 * @param bigPersonEvents events of one person
 * @param accountMembers people of one account, each by one call
 * @param halfSent connections that hold back the rest of their bodies, with a key and as many without
 * @param slow connections of each kind that send or read a byte now and then
 * @param bigReads of the big person, at once
 * @param floodClients connections of the tenant that sends all it can
 * @param floodBatch events in each of its batches
 * @param floodMost batches of each of these connections, so that the store does not grow without bound
 * @param hostileRequests of each kind
 * @param singles events of the neighbour at least, and as many reads
 * @param rounds in each of which somebody must enter the neighbour's audience
 * @param patience for what takes its time and is measured, but must come about
 */
record Scale(boolean full, int events, int bigPersonEvents, int accountMembers, int halfSent, int slow, int bigReads,
        int floodClients, int floodBatch, int floodMost, int hostileRequests, int singles, int rounds,
        Duration patience) {

    private static final Scale SHORT = new Scale(false, 40_000, 20_000, 2_000, 700, 20, 150, 4, 500, 60, 20, 150, 3,
            Duration.ofSeconds(90));
    private static final Scale FULL = new Scale(true, 2_000_000, 200_000, 20_000, 700, 100, 150, 9, 2_500, 60, 200,
            2_000, 20, Duration.ofMinutes(15));

    static Scale chosen() {
        String form = System.getProperty("siege", "short");
        return switch (form) {
            case "full" -> FULL;
            case "short" -> SHORT;
            default -> throw new IllegalArgumentException("-Dsiege= is full or short, not " + form);
        };
    }

    /** People of the big space besides the big person. Each has about eight events. */
    int people() {
        return Math.max(accountMembers, (events - bigPersonEvents - accountMembers) / 8);
    }
}
