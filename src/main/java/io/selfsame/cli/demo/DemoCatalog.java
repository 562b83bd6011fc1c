package io.selfsame.cli.demo;

import java.util.List;

/** What the shop of the demo sells, and the names of who comes by. */
public final class DemoCatalog {
    /** Price in euros. */
    record Product(String sku, String name, String category, double price) {}

    /** A business customer. */
    record Company(String id, String name, String industry, int employees, String domain) {}

    static final List<Product> PRODUCTS = List.of(new Product("TEA-01", "Sencha, 100 g", "tea", 9.5),
            new Product("TEA-02", "Darjeeling first flush, 100 g", "tea", 14.9),
            new Product("TEA-03", "Rooibos, 250 g", "tea", 8.2),
            new Product("COF-01", "Espresso blend, 1 kg", "coffee", 22),
            new Product("COF-02", "Filter roast, 500 g", "coffee", 13.5),
            new Product("COF-03", "Decaf, 500 g", "coffee", 14.2), new Product("POT-01", "Cast iron pot", "pots", 59),
            new Product("POT-02", "Glass pot", "pots", 24.9), new Product("CUP-01", "Two stoneware cups", "cups", 18),
            new Product("CUP-02", "Travel mug", "cups", 27.5), new Product("GRI-01", "Hand grinder", "grinders", 79),
            new Product("GRI-02", "Electric grinder", "grinders", 149),
            new Product("ESP-01", "Lever espresso machine", "machines", 689),
            new Product("ESP-02", "Capsule-free machine", "machines", 329),
            new Product("SUB-01", "Tea subscription, 3 months", "subscriptions", 45));

    static final List<Company> COMPANIES = List.of(
            new Company("co-1", "Northwind Logistics", "logistics", 240, "northwind.example"),
            new Company("co-2", "Bluebell Clinics", "health", 85, "bluebell.example"),
            new Company("co-3", "Harbour & Sons", "law", 32, "harbour.example"),
            new Company("co-4", "Kestrel Software", "software", 410, "kestrel.example"),
            new Company("co-5", "Old Mill Bakery", "food", 14, "oldmill.example"),
            new Company("co-6", "Lumen Studio", "design", 21, "lumen.example"),
            new Company("co-7", "Fjord Energy", "energy", 980, "fjord.example"),
            new Company("co-8", "Juniper Hotels", "hospitality", 150, "juniper.example"));

    static final List<String> FIRST_NAMES = List.of("Ada", "Ben", "Clara", "David", "Elif", "Farid", "Greta", "Hugo",
            "Ines", "Jonas", "Katya", "Liam", "Mina", "Noor", "Oskar", "Petra", "Quinn", "Rosa", "Sami", "Tove", "Umar",
            "Vera", "Wim", "Xenia", "Yusuf", "Zoe");

    static final List<String> LAST_NAMES = List.of("Novak", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia",
            "Haas", "Ivanov", "Jansen", "Kaya", "Lindt", "Moreau", "Nagy", "Okafor", "Patel", "Quist", "Rossi", "Silva",
            "Tanaka", "Urban", "Vogel", "Weber", "Yilmaz", "Zeman");

    static final List<String> CITIES = List.of("Berlin", "Porto", "Lyon", "Oslo", "Brno", "Gdansk", "Utrecht", "Graz");

    static final List<String> CAMPAIGNS = List.of("spring-tea", "grinder-week", "new-roasts", "last-chance");

    public static final List<String> JUNK_IDS = List.of("null", "undefined", "00000000-0000-0000-0000-000000000000",
            "anonymous");

    private DemoCatalog() {}
}
