package io.selfsame.bench.shop;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What one person does: visits of some seven events, spread over the history, through the devices at hand. A cart may be
 * kept from one visit to the next. Devices of members are used before the login, so that each but the first makes a profile that
 * is merged at its login. No two messages of a person have the same time.
 */
final class ShopLife {
    private static final int EVENTS_PER_VISIT = 7;
    private static final int MOST_ITEMS = 20;
    private static final int LAST_CART = 199;

    /** Takes the messages of a person, in the order of time. */
    interface Sink {
        /**
         * Takes one.
         *
         * @param event
         *            its {@code millis} count from the start of the history
         */
        void take(ShopEvent event);
    }

    private final ShopPerson person;
    private final SplittableRandom random;
    private final Sink sink;
    private final boolean[] known = new boolean[4];
    private boolean introduced;
    private int ordinal;
    private long now;
    private int device;
    private int cart;
    private int inCart;
    private int lookedAt;

    private ShopLife(ShopPerson person, SplittableRandom random, Sink sink) {
        this.person = person;
        this.random = random;
        this.sink = sink;
    }

    /** The random numbers of one of many. */
    static SplittableRandom random(long seed, long number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }

    /** Emits exactly {@code events} events, 2 at least, and the identify and group calls that belong to them. */
    static void live(long seed, int number, int events, Sink sink) {
        SplittableRandom random = random(seed, number);
        new ShopLife(ShopPerson.of(number, random), random, sink).live(events);
    }

    private void live(int events) {
        int visits = Math.max(1, (events + EVENTS_PER_VISIT / 2) / EVENTS_PER_VISIT);
        int[] devices = new int[visits];
        for (int i = 1; i < visits; i++) {
            devices[i] = random.nextInt(person.devices());
        }
        long[] starts = new long[visits];
        // An hour is kept free at the end for the last visit, which may begin later than drawn if it has to wait for another.
        Arrays.setAll(starts, i -> random.nextLong(person.begins(), History.SPAN_MILLIS - 3_600_000));
        Arrays.sort(starts);
        int left = events;
        for (int i = 0; i < visits; i++) {
            int size = i == visits - 1 ? left : visitSize(left, visits - 1 - i);
            left -= size;
            now = Math.max(now + 60_000, starts[i]);
            device = devices[i];
            boolean logsIn = person.member() && !known[device] && isSecondOrLast(devices, i);
            visit(size, logsIn, i == visits - 1);
        }
    }

    private int visitSize(int left, int visitsAfter) {
        int mean = left / (visitsAfter + 1);
        return Math.clamp(1 + random.nextInt(2 * mean), 1, left - 2 * visitsAfter);
    }

    /** People log in on a device at their second visit with it, or at the first if there is no second. */
    private static boolean isSecondOrLast(int[] devices, int visit) {
        boolean before = false;
        boolean after = false;
        for (int i = 0; i < devices.length; i++) {
            before |= i < visit && devices[i] == devices[visit];
            after |= i > visit && devices[i] == devices[visit];
        }
        return before || !after;
    }

    private void visit(int size, boolean logsIn, boolean last) {
        if (inCart > 0 && random.nextInt(2) == 0) {
            leaveCart();
        }
        int left = size - 1;
        if (logsIn || (known[device] && random.nextInt(8) == 0)) {
            known[device] = true;
            emit(ShopKind.SIGN_IN, 0);
            introduce();
        } else {
            emit(ShopKind.PAGE, 0);
        }
        if (last && known[device] && person.upgrades()) {
            emit(ShopKind.IDENTIFY, 1);
        }
        while (left > 0) {
            left -= act(left);
        }
    }

    private void introduce() {
        if (!introduced) {
            introduced = true;
            emit(ShopKind.IDENTIFY, 0);
            if (person.account() >= 0) {
                emit(ShopKind.GROUP, 0);
            }
        }
    }

    /** Does something that takes at most so many events; returns how many it took. */
    private int act(int most) {
        if (inCart > 0 && random.nextInt(most <= 2 ? 2 : 8) == 0) {
            emit(ShopKind.CHECKOUT, inCart);
            if (most == 1 || random.nextInt(4) == 0) {
                return 1;
            }
            emit(ShopKind.ORDER, inCart);
            leaveCart();
            return 2;
        }
        int dice = random.nextInt(100);
        if (dice < 2) {
            emit(ShopKind.SUPPORT, 0);
            return 1;
        }
        if (dice < 22) {
            emit(ShopKind.PAGE, 0);
            return 1;
        }
        if (most == 1 || inCart == MOST_ITEMS || random.nextInt(5) < 3) {
            emit(ShopKind.VIEW, ShopEvent.LOOKED_AT + lookedAt);
            lookedAt = (lookedAt + 1) % ShopEvent.LOOKED_AT;
            return 1;
        }
        emit(ShopKind.VIEW, inCart);
        emit(ShopKind.ADD, inCart);
        inCart++;
        return 2;
    }

    private void leaveCart() {
        cart = Math.min(cart + 1, LAST_CART);
        inCart = 0;
        lookedAt = 0;
    }

    private void emit(ShopKind kind, int item) {
        now += kind.isPerformed() ? 2_000 + random.nextInt(90_000) : 1 + random.nextInt(500);
        sink.take(new ShopEvent(now, person.number(), ordinal++, kind, device, known[device], cart, item));
    }
}
