package io.selfsame.bench.compute;

import io.selfsame.bench.delivery.Receiver;
import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.load.Load;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.report.JsonReport;
import io.selfsame.bench.report.Machine;
import io.selfsame.bench.report.Measured;
import io.selfsame.bench.report.Report;
import io.selfsame.bench.shop.History;
import io.selfsame.bench.shop.HistoryCrowd;
import io.selfsame.bench.shop.HistoryState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of {@code compute}: the phases one after the other, and the report. */
final class ComputeRun implements AutoCloseable {
    private static final int INTERVAL_SECONDS = 5;

    private final ComputeOptions options;
    private final ServerAddress target;
    private final SpaceAccess space;
    private final JsonApi management;
    private final RefreshJob job;
    private final long run = Math.max(1, System.currentTimeMillis() / 100 & 0xFFFFFFF);
    private final List<Measured> measured = new ArrayList<>();
    private final List<LoadResult> loads = new ArrayList<>();
    private HistoryState state;
    private boolean same = true;

    ComputeRun(ComputeOptions options, HistoryState state) {
        this.options = options;
        this.state = state;
        target = ServerAddress.of(options.url);
        space = state.space().orElseThrow();
        management = JsonApi.management(target, options.token);
        job = new RefreshJob(management, space.id(), INTERVAL_SECONDS);
    }

    /** Runs and reports; true if all values agree and the load was answered well. */
    boolean run() throws IOException, InterruptedException {
        List<DefinitionFile> files = DefinitionFile.readAll(options.definitions);
        job.resume(); // a run that was broken off may have left it paused
        say(files.size() + " definitions");
        new DefinitionSetup(management, space.id()).ensure(files, options.liveSeconds);
        job.pause();
        try {
            phases(files);
        } finally {
            job.resume();
        }
        report();
        return same && loads.stream().allMatch(LoadResult::isClean);
    }

    private void phases(List<DefinitionFile> files) throws IOException, InterruptedException {
        if (options.runs("values")) {
            values(files);
        }
        if (options.runs("previews")) {
            say("previews");
            measured.addAll(PreviewMeasure.run(management, space.id(),
                    files.stream().filter(file -> options.preview.contains("all")
                            || options.preview.contains(file.key())).toList(),
                    options.previewWarmups, options.previewRuns));
        }
        if (options.runs("refresh")) {
            say("refresh");
            touch();
            List<Measured> rows = new RefreshMeasure(target, state, job, run).run(options.changed,
                    options.refreshWarmups, options.refreshRuns);
            measured.addAll(rows);
            measured.addAll(PostgresFile.compare(options.data(), state.complete(), rows.getFirst().median()));
        }
        Load load = new Load(target, space, new HistoryCrowd(state, run), options.server(), options.progress());
        if (options.runs("freshness")) {
            say("freshness");
            touch();
            job.run();
            job.resume();
            FreshnessMeasure freshness = new FreshnessMeasure(load,
                    new Probes(target, space, Long.toString(run), Probes.Effect.membership(space)),
                    "event to membership", 10_000);
            measured.addAll(freshness.run(options.pace(), 0));
            loads.addAll(freshness.loads());
        }
        if (options.runs("ingest")) {
            say("ingest");
            touch();
            IngestMeasure ingest = new IngestMeasure(load, IngestMeasure.Burden.refreshing(job));
            measured.addAll(ingest.run(options.warmupSeconds, options.ingestSeconds, options.ingestPairs, 100));
            loads.addAll(ingest.loads());
        }
        if (options.runs("deliveries")) {
            say("deliveries");
            touch();
            job.run();
            job.resume();
            deliveries(load);
        }
    }

    /** Everything that these definitions say goes to a webhook. */
    private void deliveries(Load load) throws IOException, InterruptedException {
        try (Receiver receiver = new Receiver("");
                Webhook webhook = new Webhook(management, space.id(), receiver, job)) {
            FreshnessMeasure freshness = new FreshnessMeasure(load,
                    new Probes(target, space, run + "-hook", (profiles, userId) -> receiver.knows(userId)),
                    "event to webhook", 12_000);
            measured.addAll(freshness.run(options.pace(), 300));
            loads.addAll(freshness.loads());
            IngestMeasure ingest = new IngestMeasure(load, webhook);
            measured.addAll(ingest.run(options.warmupSeconds, options.ingestSeconds, options.ingestPairs, 400));
            loads.addAll(ingest.loads());
            measured.add(Measured.one("messages to the webhook", "messages", receiver.messages()));
        }
    }

    private void values(List<DefinitionFile> files) throws IOException, InterruptedException {
        if (state.touched()) {
            say("values: left out, as the space has events that the tables have not");
            return;
        }
        say("values");
        RefreshJob.Run refresh = job.run();
        Map<String, ValueSum> sums;
        try (JsonApi profiles = JsonApi.profiles(target, space)) {
            sums = ValueReader.read(profiles, state, files.stream().map(DefinitionFile::key).toList());
        }
        ValuesFile.write(options.data(), refresh.started(), state.complete(), sums);
        for (DefinitionFile file : files) {
            long people = Optional.ofNullable(sums.get(file.key())).orElse(ValueSum.NONE).people();
            long previewed = Preview.run(management, space.id(), file, Optional.of(refresh.started())).count();
            if (people != previewed) {
                same = false;
                say(String.format("%s DIFFERS: %,d profiles have it, a preview of that moment counts %,d", file.key(),
                        people, previewed));
            }
        }
    }

    private void touch() throws IOException {
        if (!state.touched()) {
            state = state.asTouched();
            state.write(options.data());
        }
    }

    private void report() throws IOException {
        String where = String.format("%s; %,d events of %,d people before the run.", Machine.here(options.server()),
                History.events(state.complete()), state.complete());
        System.out.println(Measured.columns(measured));
        if (!loads.isEmpty()) {
            System.out.println(Report.columns(loads));
            loads.forEach(load -> System.out.print(Report.remarks(load)));
        }
        System.out.println(where + "\n\n" + Measured.markdown(measured));
        if (!loads.isEmpty()) {
            System.out.println(Report.markdown(loads));
        }
        if (options.json.isPresent()) {
            Files.writeString(options.json.get(), JsonReport.measures(where, measured));
        }
    }

    private static void say(String text) {
        System.err.println(text);
    }

    @Override
    public void close() {
        management.close();
    }
}
