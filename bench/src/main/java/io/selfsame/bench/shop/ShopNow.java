package io.selfsame.bench.shop;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What people of the history do now: single events in the proportions of the history. Not thread-safe. */
final class ShopNow implements ShopStream {
    /** Percent of each. */
    private static final Map<ShopKind, Integer> SHARES = new EnumMap<>(Map.of(ShopKind.PAGE, 20, ShopKind.VIEW, 45,
            ShopKind.ADD, 16, ShopKind.CHECKOUT, 8, ShopKind.ORDER, 4, ShopKind.SIGN_IN, 5, ShopKind.SUPPORT, 2));
    /** Carts of the history have lower numbers. */
    private static final int FIRST_CART = 200;

    private final HistoryState state;
    private final SplittableRandom random;

    /**
     * Who of them is a member follows from the seed of the history.
     *
     * @param stream
     *            another number, other events
     */
    ShopNow(HistoryState state, long stream) {
        this.state = state;
        random = new SplittableRandom(ShopCatalog.mix(stream) ^ state.seed());
    }

    @Override
    public ShopEvent next() {
        return event(random.nextInt(state.complete()));
    }

    @Override
    public String anybody() {
        return state.externalId(random.nextInt(state.complete()));
    }

    @Override
    public int percent() {
        return random.nextInt(100);
    }

    /** Something that this person does at this moment. */
    ShopEvent event(int person) {
        ShopKind kind = kind(percent());
        boolean member = ShopPerson.of(person, ShopLife.random(state.seed(), person)).member();
        boolean cart = kind == ShopKind.CHECKOUT || kind == ShopKind.ORDER;
        return new ShopEvent(System.currentTimeMillis(), person, random.nextInt(1024), kind, 0, member,
                FIRST_CART + random.nextInt(56), cart ? 1 + random.nextInt(3) : random.nextInt(ShopEvent.LOOKED_AT));
    }

    private static ShopKind kind(int percent) {
        int left = percent;
        for (Map.Entry<ShopKind, Integer> share : SHARES.entrySet()) {
            left -= share.getValue();
            if (left < 0) {
                return share.getKey();
            }
        }
        throw new IllegalArgumentException(percent + " is no number from 0 to 99");
    }
}
