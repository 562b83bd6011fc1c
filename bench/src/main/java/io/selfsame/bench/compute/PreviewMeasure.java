package io.selfsame.bench.compute;

import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.report.Measured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long it takes to compute a definition for everybody, warm. */
final class PreviewMeasure {
    /** Milliseconds inside that the median is to stay below, at 1,000,000 events. */
    private static final Map<String, Double> GOALS = Map.of("cart_abandoned", 250.0, "revenue_90_days", 600.0);

    private PreviewMeasure() {}

    /** Runs each so many times after so many that are not counted. */
    static List<Measured> run(JsonApi management, String space, List<DefinitionFile> files, int warmups, int runs)
            throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        for (DefinitionFile file : files) {
            List<Double> wall = new ArrayList<>();
            List<Double> inside = new ArrayList<>();
            for (int i = 0; i < warmups + runs; i++) {
                Preview preview = Preview.run(management, space, file, Optional.empty());
                if (i >= warmups) {
                    wall.add(preview.wall());
                    preview.inside().ifPresent(inside::add);
                }
            }
            String what = "full recompute of " + file.key();
            if (!inside.isEmpty()) {
                all.add(goal(file, Measured.millis(what, inside)));
            }
            Measured seen = Measured.millis(what + ", with HTTP", wall);
            all.add(inside.isEmpty() ? goal(file, seen) : seen);
        }
        return all;
    }

    private static Measured goal(DefinitionFile file, Measured measured) {
        return GOALS.containsKey(file.key()) ? measured.medianBelow(GOALS.get(file.key())) : measured;
    }
}
