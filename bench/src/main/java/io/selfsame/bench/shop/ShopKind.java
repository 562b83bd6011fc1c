package io.selfsame.bench.shop;

/** What a person of the shop does. */
enum ShopKind {
    PAGE("Page Viewed"),
    VIEW("Product Viewed"),
    ADD("Product Added"),
    CHECKOUT("Checkout Started"),
    ORDER(
            "Order Completed"),
    SIGN_IN("Signed In"),
    SUPPORT("Support Contacted"),
    IDENTIFY("identify"),
    GROUP(
            "group");

    private final String label;

    ShopKind(String label) {
        this.label = label;
    }

    /** Name of the event, as definitions use it; for {@code IDENTIFY} and {@code GROUP} the type of the message. */
    String label() {
        return label;
    }

    /** Type of the message, and its route in the tracking API. */
    String type() {
        return switch (this) {
            case PAGE -> "page";
            case IDENTIFY -> "identify";
            case GROUP -> "group";
            case VIEW, ADD, CHECKOUT, ORDER, SIGN_IN, SUPPORT -> "track";
        };
    }

    /** Whether definitions see it; identify and group calls come on top of the number of events. */
    boolean isPerformed() {
        return this != IDENTIFY && this != GROUP;
    }
}
