package io.selfsame.bench;

import java.time.Instant;

/** Writes messages of the shop as the JSON that an SDK would send, some 500 bytes each. Not thread-safe. */
final class ShopMessages {
    private static final String CONTEXT = "\"context\":{\"library\":{\"name\":\"analytics.js\",\"version\":\"next-1.70.0\"},"
            + "\"locale\":\"en-GB\",\"ip\":\"203.0.113.17\","
            + "\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0\"},";

    private final long seed;
    /** Start of the history. */
    private final long start;

    ShopMessages(long seed, Instant until) {
        this.seed = seed;
        this.start = until.toEpochMilli() - History.SPAN_MILLIS;
    }

    /** ID of a message of the history. */
    static String id(ShopEvent event) {
        return "shop-" + event.person() + "-" + event.ordinal();
    }

    /** Appends one JSON object. */
    void write(ShopEvent event, String messageId, StringBuilder out) {
        out.append("{\"type\":\"").append(switch (event.kind()) {
            case PAGE -> "page";
            case IDENTIFY -> "identify";
            case GROUP -> "group";
            case VIEW, ADD, CHECKOUT, ORDER, SIGN_IN, SUPPORT -> "track";
        }).append("\",");
        if (event.known()) {
            out.append("\"userId\":\"").append(ShopPerson.userId(event.person())).append("\",");
        }
        out.append("\"anonymousId\":\"").append(ShopPerson.anonymousId(event.person(), event.device())).append("\",");
        switch (event.kind()) {
            case PAGE -> page(event, out);
            case IDENTIFY -> identify(event, out);
            case GROUP -> group(event, out);
            case VIEW, ADD, CHECKOUT, ORDER, SIGN_IN, SUPPORT -> track(event, out);
        }
        out.append(',').append(CONTEXT).append("\"timestamp\":\"").append(Instant.ofEpochMilli(event.millis()))
                .append("\",\"messageId\":\"").append(messageId).append("\"}");
    }

    /** The page of PAGE, and the subject of SUPPORT. */
    static String subject(ShopEvent event) {
        return ShopCatalog.choose(event.kind() == ShopKind.PAGE ? ShopCatalog.PAGES : ShopCatalog.TOPICS,
                event.person(), event.ordinal());
    }

    static String cartId(ShopEvent event) {
        return "cart-" + event.person() + "-" + event.cart();
    }

    /** The plan after an identify call; its item says whether it is the upgrade. */
    static String plan(ShopEvent identify) {
        int first = ShopCatalog.PLANS.indexOf(ShopCatalog.choose(ShopCatalog.PLANS, identify.person(), -1));
        return ShopCatalog.PLANS.get(Math.min(first + identify.item(), ShopCatalog.PLANS.size() - 1));
    }

    static String country(int person) {
        return ShopCatalog.choose(ShopCatalog.COUNTRIES, person, -2);
    }

    Instant signedUp(int person) {
        ShopPerson who = ShopPerson.of(person, ShopLife.random(seed, person));
        return Instant.ofEpochMilli(start + who.begins() - who.age());
    }

    private static void page(ShopEvent event, StringBuilder out) {
        String name = subject(event);
        out.append("\"name\":\"").append(name).append("\",\"properties\":{\"title\":\"").append(name)
                .append("\",\"url\":\"https://shop.example.com/").append(name).append("\"}");
    }

    private static void track(ShopEvent event, StringBuilder out) {
        out.append("\"event\":\"").append(event.kind().label()).append("\",\"properties\":{");
        switch (event.kind()) {
            case VIEW -> product(event.product(), out);
            case ADD -> {
                product(event.product(), out);
                out.append(",\"quantity\":1,\"cart_id\":\"").append(cartId(event)).append('"');
            }
            case CHECKOUT -> out.append("\"cart_id\":\"").append(cartId(event)).append("\",\"value\":")
                    .append(total(event)).append(",\"currency\":\"EUR\"");
            case ORDER -> order(event, out);
            case SIGN_IN -> out.append("\"method\":\"password\"");
            case SUPPORT -> out.append("\"topic\":\"").append(subject(event)).append("\",\"channel\":\"chat\"");
            case PAGE, IDENTIFY, GROUP -> throw new IllegalArgumentException(event + " is no track call");
        }
        out.append('}');
    }

    private static void order(ShopEvent event, StringBuilder out) {
        out.append("\"order_id\":\"order-").append(event.person()).append('-').append(event.cart())
                .append("\",\"cart_id\":\"").append(cartId(event)).append("\",\"revenue\":").append(total(event))
                .append(",\"currency\":\"EUR\",\"products\":[");
        for (int item = 0; item < event.item(); item++) {
            out.append(item == 0 ? "{" : ",{");
            product(ShopCatalog.met(event.person(), event.cart(), item), out);
            out.append('}');
        }
        out.append(']');
    }

    static String total(ShopEvent event) {
        return ShopCatalog.money(ShopCatalog.cartCents(event.person(), event.cart(), event.item()));
    }

    private static void product(int product, StringBuilder out) {
        out.append("\"sku\":\"").append(ShopCatalog.sku(product)).append("\",\"category\":\"")
                .append(ShopCatalog.category(product)).append("\",\"price\":")
                .append(ShopCatalog.money(ShopCatalog.cents(product)));
    }

    private void identify(ShopEvent event, StringBuilder out) {
        out.append("\"traits\":{");
        if (event.item() == 0) {
            out.append("\"email\":\"p").append(event.person()).append("@example.com\",\"name\":\"Person ")
                    .append(event.person()).append("\",\"country\":\"").append(country(event.person()))
                    .append("\",\"signed_up\":\"").append(signedUp(event.person())).append("\",");
        }
        out.append("\"plan\":\"").append(plan(event)).append("\"}");
    }

    private void group(ShopEvent event, StringBuilder out) {
        int account = ShopPerson.of(event.person(), ShopLife.random(seed, event.person())).account();
        out.append("\"groupId\":\"company-").append(account).append("\",\"traits\":{\"name\":\"Company ")
                .append(account).append("\",\"employees\":").append(10 + account % 90).append('}');
    }
}
