package io.selfsame.bench.shop;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/**
 * The history as CSV for PostgreSQL, with a header line. An empty field is null. No value of the shop needs quotes, but for
 * the array of a text column.
 */
final class ShopTables {
    private static final String EVENTS = "person,ts,name,sku,category,cart_id,revenue,page_name,topic,skus\n";
    private static final String PEOPLE = "person,external_id,plan,country,signed_up\n";

    private ShopTables() {}

    /** Writes {@code events.csv} in the order of time, and {@code people.csv} with the traits that win. */
    static void write(History history, HistoryState state, int people, Path folder) throws IOException {
        String[] plans = new String[people];
        Arrays.fill(plans, "");
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("events.csv"))) {
            out.write(EVENTS);
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < history.size(); i++) {
                ShopEvent event = history.get(i);
                if (event.kind() == ShopKind.IDENTIFY) {
                    plans[Math.toIntExact(event.person())] = ShopMessages.plan(event); // the latest wins, and these come in order
                }
                if (event.kind().isPerformed()) {
                    line.setLength(0);
                    event(event, line);
                    out.append(line);
                }
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("people.csv"))) {
            out.write(PEOPLE);
            ShopMessages messages = new ShopMessages(state.seed(), state.until());
            for (int person = 0; person < people; person++) {
                ShopPerson who = ShopPerson.of(person, ShopLife.random(state.seed(), person));
                out.write(person + "," + who.externalId() + "," + plans[person] + ","
                        + (who.member() ? ShopMessages.country(person) + "," + messages.signedUp(person) : ",") + "\n");
            }
        }
    }

    private static void event(ShopEvent event, StringBuilder line) {
        line.append(event.person()).append(',').append(Instant.ofEpochMilli(event.millis())).append(',')
                .append(event.kind().label()).append(',');
        switch (event.kind()) {
            case VIEW -> product(event, line).append(",,,,,");
            case ADD -> product(event, line).append(',').append(ShopMessages.cartId(event)).append(",,,,");
            case CHECKOUT -> line.append(",,").append(ShopMessages.cartId(event)).append(",,,,");
            case ORDER -> {
                line.append(",,").append(ShopMessages.cartId(event)).append(',').append(ShopMessages.total(event))
                        .append(",,,");
                skus(event, line);
            }
            case PAGE -> line.append(",,,,").append(ShopMessages.subject(event)).append(",,");
            case SUPPORT -> line.append(",,,,,").append(ShopMessages.subject(event)).append(',');
            case SIGN_IN -> line.append(",,,,,,");
            case IDENTIFY, GROUP -> throw new IllegalArgumentException(event + " is not performed");
        }
        line.append('\n');
    }

    private static StringBuilder product(ShopEvent event, StringBuilder line) {
        return line.append(ShopCatalog.sku(event.product())).append(',')
                .append(ShopCatalog.category(event.product()));
    }

    private static void skus(ShopEvent order, StringBuilder line) {
        line.append("\"{");
        for (int item = 0; item < order.item(); item++) {
            line.append(item == 0 ? "" : ",")
                    .append(ShopCatalog.sku(ShopCatalog.met(order.person(), order.cart(), item)));
        }
        line.append("}\"");
    }
}
