package io.selfsame.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.demo.DemoCatalog.Company;
import io.selfsame.cli.demo.DemoCatalog.Product;
import io.selfsame.cli.demo.DemoScript.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The life of one customer: looks around without a name, signs up, comes back on a laptop and on a phone, logs out now
 * and then, fills carts and sometimes pays. Not thread-safe.
 */
final class DemoCustomer {
    private static final long DAY = 86_400_000L;
    private static final String CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36";

    private final DemoScript script;
    private final int number;
    private final String userId;
    private final String first;
    private final String last;
    private final boolean business;
    private final Company company;
    private final String email;
    private final List<Device> devices = new ArrayList<>();
    private boolean signedUp;
    private int orders;

    DemoCustomer(DemoScript script, int number) {
        this.script = script;
        this.number = number;
        this.userId = userId(number);
        this.first = number == 1 ? "Ada" : script.pick(DemoCatalog.FIRST_NAMES);
        this.last = number == 1 ? "Novak" : script.pick(DemoCatalog.LAST_NAMES);
        this.business = number != 1 && script.chance(0.12);
        this.company = script.pick(DemoCatalog.COMPANIES);
        this.email = email(first, last, number, business ? company.domain() : "mail.example");
    }

    static String userId(int number) {
        return "u-" + (1000 + number);
    }

    static String email(String first, String last, int number, String domain) {
        return (first + "." + last + (number == 1 ? "" : number) + "@" + domain).toLowerCase(Locale.ROOT);
    }

    /** @param start the first visit */
    void live(Instant start, Instant end) {
        devices.add(browser());
        if (number == 1 || script.chance(0.45)) {
            devices.add(browser());
        }
        if (number == 1 || script.chance(0.5)) {
            devices.add(phone(number == 1 || script.chance(0.5) ? "ios" : "android"));
        }
        int visits = number == 1 ? 9 : 2 + script.random.nextInt(6);
        long between = Duration.between(start, end).toMillis() / visits;
        Instant at = start;
        for (int visit = 0; visit < visits && !script.isOver(); visit++) {
            script.goTo(at);
            // The first visits go through all devices once, so that the several devices of a person do show.
            int which = visit < devices.size() ? visit : script.random.nextInt(devices.size());
            visit(which, visit);
            at = at.plusMillis(
                    DAY / 2 + (long) (script.random.nextDouble() * 2 * Math.max(DAY, between - DAY / 2)));
        }
    }

    private void visit(int which, int visit) {
        Device device = devices.get(which);
        script.use(device);
        if (!device.kind().equals("web")) {
            script.screen("Home");
        } else {
            script.page("Home", "/");
        }
        if (visit > 0 && script.chance(0.15)) {
            script.trackByEmail("Newsletter Clicked",
                    DemoScript.object().put("campaign", script.pick(DemoCatalog.CAMPAIGNS)), email);
        }
        look(1 + script.random.nextInt(3));
        boolean known = signedUp || visit > 0 || number == 1 || script.chance(0.5);
        if (known) {
            enter();
        }
        shop(device);
        if (known && script.chance(0.25)) {
            script.track("Signed Out", DemoScript.object());
            script.logOut();
            // A site that does it right starts a new anonymous ID at logout.
            devices.set(which, device.kind().equals("web") ? browser() : device);
        } else {
            script.logOut();
        }
    }

    private void enter() {
        script.logIn(userId);
        if (signedUp) {
            script.track("Signed In", DemoScript.object().put("method", script.chance(0.7) ? "password" : "link"));
            script.identify(DemoScript.object().put("email", email));
            return;
        }
        signedUp = true;
        script.track("Signed Up", DemoScript.object().put("plan", business ? "business" : "personal"));
        ObjectNode traits = DemoScript.object().put("email", email).put("firstName", first).put("lastName", last)
                .put("plan", business ? "business" : "personal").put("newsletter", script.chance(0.6));
        traits.putObject("address").put("city", script.pick(DemoCatalog.CITIES));
        script.identify(traits);
        if (business) {
            script.group(company.id(), DemoScript.object().put("name", company.name())
                    .put("industry", company.industry()).put("employees", company.employees()));
        }
    }

    private void look(int products) {
        for (int i = 0; i < products; i++) {
            Product product = script.pick(DemoCatalog.PRODUCTS);
            script.track("Product Viewed", describe(product));
        }
    }

    /** Of those who fill a cart, about two in five leave it. */
    private void shop(Device device) {
        look(script.random.nextInt(3));
        if (!script.chance(0.55)) {
            return;
        }
        List<Product> cart = new ArrayList<>();
        int wanted = 1 + script.random.nextInt(3);
        for (int i = 0; i < wanted; i++) {
            Product product = script.pick(DemoCatalog.PRODUCTS);
            cart.add(product);
            script.track("Product Added", describe(product).put("quantity", 1));
        }
        script.track("Checkout Started", DemoScript.object().put("value", total(cart)));
        if (script.chance(0.4) || !signedUp) {
            return;
        }
        orders++;
        ObjectNode order = DemoScript.object().put("order_id", "o-" + (1000 + number) + "-" + orders)
                .put("revenue", total(cart)).put("total", total(cart)).put("currency", "EUR");
        ArrayNode products = order.putArray("products");
        cart.forEach(product -> products.add(describe(product).put("quantity", 1)));
        if (script.chance(0.3)) {
            script.trackWithId("Order Completed", order, "phone", String.format(Locale.ROOT, "+49155%07d", number));
        } else {
            script.track("Order Completed", order);
        }
        if (script.chance(0.4)) {
            paid(device);
        }
    }

    /** Told by the back end, which knows the customer's number in the CRM and no browser. */
    private void paid(Device device) {
        script.use(Device.none());
        script.trackWithId("Payment Captured",
                DemoScript.object().put("order_id", "o-" + (1000 + number) + "-" + orders).put("method", "card"),
                "crm_id", String.format(Locale.ROOT, "C-%06d", number));
        script.use(device);
    }

    private Device browser() {
        return new Device("web", script.uuid(), "", "", false, CHROME);
    }

    private Device phone(String kind) {
        return new Device(kind, script.uuid(), script.uuid(), script.uuid(),
                number == 1 || script.chance(0.6),
                kind.equals("ios") ? "Shop/4.2 (iOS 18.1)" : "Shop/4.2 (Android 15)");
    }

    static ObjectNode describe(Product product) {
        return DemoScript.object().put("sku", product.sku()).put("name", product.name())
                .put("category", product.category()).put("price", product.price());
    }

    private static double total(List<Product> cart) {
        return Math.round(cart.stream().mapToDouble(Product::price).sum() * 100) / 100.0;
    }
}
