package io.selfsame.bench.shop;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.time.Instant;

/** Writes messages of the shop as JSON, as the browser SDK sends them, some 600 bytes each. Not thread-safe. */
final class ShopMessages {
    private static final SerializableString CONTEXT = new SerializedString("""
      {"library":{"name":"analytics.js","version":"next-1.70.0"},"locale":"en-GB","timezone":"Europe/Berlin",\
      "ip":"203.0.113.17","userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",\
      "page":{"path":"/products","url":"https://shop.example.com/products","title":"Products"}}""");

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

    /** Writes one JSON object. */
    void write(ShopEvent event, String messageId, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", event.kind().type());
        if (event.known()) {
            out.writeStringField("userId", ShopPerson.userId(event.person()));
        }
        out.writeStringField("anonymousId", ShopPerson.anonymousId(event.person(), event.device()));
        switch (event.kind()) {
            case PAGE -> page(event, out);
            case IDENTIFY -> identify(event, out);
            case GROUP -> group(event, out);
            case VIEW, ADD, CHECKOUT, ORDER, SIGN_IN, SUPPORT -> track(event, out);
        }
        out.writeFieldName("context");
        out.writeRawValue(CONTEXT);
        out.writeStringField("timestamp", Instant.ofEpochMilli(event.millis()).toString());
        out.writeStringField("messageId", messageId);
        out.writeEndObject();
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

    static String country(long person) {
        return ShopCatalog.choose(ShopCatalog.COUNTRIES, person, -2);
    }

    Instant signedUp(long person) {
        ShopPerson who = ShopPerson.of(person, ShopLife.random(seed, person));
        return Instant.ofEpochMilli(start + who.begins() - who.age());
    }

    private static void page(ShopEvent event, JsonGenerator out) throws IOException {
        String name = subject(event);
        out.writeStringField("name", name);
        out.writeObjectFieldStart("properties");
        out.writeStringField("title", name);
        out.writeStringField("url", "https://shop.example.com/" + name);
        out.writeEndObject();
    }

    private static void track(ShopEvent event, JsonGenerator out) throws IOException {
        out.writeStringField("event", event.kind().label());
        out.writeObjectFieldStart("properties");
        switch (event.kind()) {
            case VIEW -> product(event.product(), out);
            case ADD -> {
                product(event.product(), out);
                out.writeNumberField("quantity", 1);
                out.writeStringField("cart_id", cartId(event));
            }
            case CHECKOUT -> {
                out.writeStringField("cart_id", cartId(event));
                number("value", total(event), out);
                out.writeStringField("currency", "EUR");
            }
            case ORDER -> order(event, out);
            case SIGN_IN -> out.writeStringField("method", "password");
            case SUPPORT -> {
                out.writeStringField("topic", subject(event));
                out.writeStringField("channel", "chat");
            }
            case PAGE, IDENTIFY, GROUP -> throw new IllegalArgumentException(event + " is no track call");
        }
        out.writeEndObject();
    }

    private static void order(ShopEvent event, JsonGenerator out) throws IOException {
        out.writeStringField("order_id", "order-" + event.person() + "-" + event.cart());
        out.writeStringField("cart_id", cartId(event));
        number("revenue", total(event), out);
        out.writeStringField("currency", "EUR");
        out.writeArrayFieldStart("products");
        for (int item = 0; item < event.item(); item++) {
            out.writeStartObject();
            product(ShopCatalog.met(event.person(), event.cart(), item), out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static String total(ShopEvent event) {
        return ShopCatalog.money(ShopCatalog.cartCents(event.person(), event.cart(), event.item()));
    }

    private static void product(int product, JsonGenerator out) throws IOException {
        out.writeStringField("sku", ShopCatalog.sku(product));
        out.writeStringField("category", ShopCatalog.category(product));
        number("price", ShopCatalog.money(ShopCatalog.cents(product)), out);
    }

    private void identify(ShopEvent event, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("traits");
        if (event.item() == 0) {
            out.writeStringField("email", "p" + event.person() + "@example.com");
            out.writeStringField("name", "Person " + event.person());
            out.writeStringField("country", country(event.person()));
            out.writeStringField("signed_up", signedUp(event.person()).toString());
            out.writeStringField("last_viewed", ShopCatalog.sku(event.product()));
        }
        out.writeStringField("plan", plan(event));
        out.writeEndObject();
    }

    private void group(ShopEvent event, JsonGenerator out) throws IOException {
        int account = ShopPerson.of(event.person(), ShopLife.random(seed, event.person())).account();
        out.writeStringField("groupId", "company-" + account);
        out.writeObjectFieldStart("traits");
        out.writeStringField("name", "Company " + account);
        out.writeNumberField("employees", 10 + account % 90);
        out.writeEndObject();
    }

    /** A number with just these digits. */
    private static void number(String name, String digits, JsonGenerator out) throws IOException {
        out.writeFieldName(name);
        out.writeNumber(digits);
    }
}
