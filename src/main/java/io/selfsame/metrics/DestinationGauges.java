package io.selfsame.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.selfsame.graph.Statement;
import java.util.ArrayList;
import java.util.List;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** How it stands with the destinations of each space. For one thread at a time. */
final class DestinationGauges {

    static final Statement DESTINATIONS = Statement.of("metrics/destinations");

    private final List<MultiGauge> gauges;

    DestinationGauges(MeterRegistry registry) {
        this.gauges = List.of(
                gauge(registry, "deliveries.waiting", "Changes that wait to be told to destinations"),
                gauge(registry, "deliveries.lag.seconds", "How long the change waits that waits longest"),
                gauge(registry, "destinations.paused", "Destinations that are enabled and paused"),
                gauge(registry, "destinations.failing", "Destinations whose receivers took nothing the last time"));
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("selfsame." + name).description(description).register(registry);
    }

    void show(Record row) {
        for (int i = 0; i < gauges.size(); i++) {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            for (Value space : row.get("spaces").values()) {
                rows.add(MultiGauge.Row.of(Tags.of("space", space.get(0).asString()), space.get(i + 1).asDouble()));
            }
            if (row.get("more").asBoolean()) {
                rows.add(MultiGauge.Row.of(Tags.of("space", Survey.OTHERS), row.get("others").get(i).asDouble()));
            }
            gauges.get(i).register(rows, true);
        }
    }

    void clear() {
        gauges.forEach(gauge -> gauge.register(List.of(), true));
    }
}
