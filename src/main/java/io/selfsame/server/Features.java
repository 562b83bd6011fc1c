package io.selfsame.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.ComputeApi;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.refresh.DailyUpkeep;
import io.selfsame.compute.refresh.Refresh;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.catalogue.Catalogue;
import io.selfsame.destination.catalogue.CatalogueSettings;
import io.selfsame.destination.config.DestinationChanges;
import io.selfsame.destination.config.DestinationStore;
import io.selfsame.destination.config.DestinationsApi;
import io.selfsame.destination.courier.CatalogueCourier;
import io.selfsame.destination.courier.Couriers;
import io.selfsame.destination.deliver.Deliveries;
import io.selfsame.destination.deliver.DeliveryRetention;
import io.selfsame.destination.courier.HttpCourier;
import io.selfsame.destination.deliver.SyncPlanner;
import io.selfsame.destination.files.FilesExport;
import io.selfsame.destination.kafka.KafkaCourier;
import io.selfsame.destination.overview.DeliveriesApi;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.destination.send.AddressGuard;
import io.selfsame.destination.send.CheckingProxy;
import io.selfsame.destination.send.HttpTransport;
import io.selfsame.graph.Graph;
import io.selfsame.http.Auth;
import io.selfsame.http.Endpoints;
import io.selfsame.http.openapi.OpenApi;
import io.selfsame.identity.IdentityResolution;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.rules.RulesApi;
import io.selfsame.jobs.JobKind;
import io.selfsame.jobs.JobWork;
import io.selfsame.jobs.Jobs;
import io.selfsame.jobs.Schedule;
import io.selfsame.kafka.KafkaDoor;
import io.selfsame.management.SpacesApi;
import io.selfsame.metrics.Metrics;
import io.selfsame.metrics.MetricsApi;
import io.selfsame.profile.ProfileApi;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import io.selfsame.source.config.SourceStore;
import io.selfsame.source.config.SourcesApi;
import io.selfsame.source.run.Sources;
import io.selfsame.space.Spaces;
import io.selfsame.tracking.RejectedApi;
import io.selfsame.tracking.Retention;
import io.selfsame.tracking.SourceSettingsApi;
import io.selfsame.tracking.TrackingApi;
import io.selfsame.tracking.ViolationsApi;
import java.io.UncheckedIOException;
import io.selfsame.tracking.filter.EventFiltersApi;
import io.selfsame.tracking.filter.FilterCounts;
import io.selfsame.tracking.gate.Gates;
import io.selfsame.tracking.plan.PlanCompiler;
import io.selfsame.tracking.plan.TrackingPlansApi;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every part of the service behind its routes, made once. Nothing is asked of Neo4j until one of them works. */
final class Features implements AutoCloseable {

    // Transactions in flight of each kind of work; together less than there are connections. Writes of many spaces at once
    // only share the same disk; profiles are read in rounds, and long ones by turns; keys, rules and columns are what all the
    // others need first; few jobs run at a time, and their leases must be kept whatever they do.
    private static final int EVENTS = 40;
    private static final int PROFILES = 16;
    static final int BASICS = 16;
    private static final int MANAGEMENT = 16;
    private static final int JOBS = 16;
    private static final int LEASES = 8;
    private static final int DELIVERIES = 16;
    private static final int RIGHTS = 4;
    private static final int FILES = 4;
    private static final int SOURCES = 4;

    // How long work that can wait rests while events wait, in per cent of what each transaction took. A message to a receiver costs what an
    // event does, so those who send leave most to the events.
    private static final int REST = 50;
    private static final int REST_OF_DELIVERIES = 200;

    /** Changes that may wait for one destination: some 600 MB of disk. */
    private static final long MOST_WAITING = 1_000_000;

    private final Endpoints endpoints;
    private final FilterCounts filterCounts;
    private final Jobs jobs;
    private final Deliveries deliveries;
    private final FilesExport files;
    private final HttpTransport transport;
    private final Optional<Catalogue> catalogue;
    private final Optional<CheckingProxy> wayOut;
    private final KafkaCourier kafka;
    private final Sources sources;
    private final ComputeApi compute;

    /** @param basics the graph in a lane of {@link #BASICS} */
    Features(Settings settings, Graph graph, Graph basics, Spaces spaces, Metrics metrics) {
        var auth = new Auth(spaces, settings.metricsToken());
        var managing = graph.lane(MANAGEMENT);
        var rules = new RulesStore(basics);
        var columns = new EventColumns(basics);
        var plans = new PlanCompiler();
        var gates = new Gates(basics, plans);
        this.filterCounts = new FilterCounts(managing);
        var tracking = new TrackingApi(graph.lane(EVENTS), auth, new IdentityResolution(rules), rules, columns, gates,
                filterCounts,
                new TrackingApi.EventRates(settings.spaceEventsPerSecond(), settings.keyEventsPerSecond()),
                metrics.registry());
        var memory = new EvaluationMemory();
        memory.figures(metrics.registry());
        SecretBox box = settings
                .secretBox(() -> DestinationStore.anySecrets(managing) || SourceStore.anySecrets(managing));
        var destinations = new DestinationStore(managing, box);
        var guard = new AddressGuard(settings.destinationAllow());
        this.transport = HttpTransport.open(guard);
        var brokers = new KafkaDoor(guard::refusalOfBroker);
        this.kafka = new KafkaCourier(brokers);
        this.catalogue = settings.catalogue().map(Catalogue::new);
        this.wayOut = settings.catalogue().map(its -> wayOut(its, guard));
        var courier = new Couriers(new HttpCourier(transport), kafka, new CatalogueCourier(catalogue));
        var delivering = graph.lane(DELIVERIES).yieldingWhile(tracking::isBehind, REST_OF_DELIVERIES);
        var stored = new DestinationStore(delivering, box);
        // Without a catalogue nothing is sent to its tools here. Another instance may have one.
        this.deliveries = new Deliveries(delivering, graph.lane(RIGHTS), (space, id) -> stored.get(space, id)
                .filter(one -> catalogue.isPresent() || !(one.settings() instanceof DestinationSettings.Catalogue)),
                courier, MOST_WAITING, metrics.registry());
        var exporting = graph.lane(FILES).yieldingWhile(tracking::isBehind, REST);
        this.files = new FilesExport(exporting, rules, new DestinationStore(exporting, box)::get, settings.filesRoot(),
                (long) settings.filesSpaceGb() << 30);
        var sources = new SourceStore(managing, box);
        this.sources = new Sources(graph.lane(SOURCES), sources::find, tracking.feed(), brokers,
                settings.sourceFolder(), metrics.registry());
        this.jobs = jobs(graph.lane(LEASES), graph.lane(JOBS).yieldingWhile(tracking::isBehind, REST), memory, columns,
                rules, deliveries, catalogue.isPresent(), files, metrics.registry());
        this.compute = new ComputeApi(managing, memory, columns, rules, jobs.instance(), jobs::wake);
        compute.figures(metrics.registry());
        var profiles = new ProfileApi(graph.lane(PROFILES), rules);
        profiles.figures(metrics.registry());

        this.endpoints = new Endpoints(auth);
        new Health(graph).routes(endpoints);
        new MetricsApi(metrics, graph).routes(endpoints);
        new ExploreArchive().routes(endpoints);
        new OpenApi(endpoints).routes(endpoints);
        new RejectedApi(managing).routes(endpoints);
        new ViolationsApi(managing).routes(endpoints);
        new SpacesApi(spaces).routes(endpoints);
        new RulesApi(rules).routes(endpoints);
        Function<SpaceId, Set<String>> senders = space -> Stream.concat(
                spaces.listSecrets(space, Grant.GrantKind.WRITE_KEY).stream().map(Spaces.Listed::id),
                sources.ids(space).stream()).collect(Collectors.toSet());
        new EventFiltersApi(managing, filterCounts, senders, gates::changed).routes(endpoints);
        new TrackingPlansApi(managing, plans, senders, gates::changed).routes(endpoints);
        profiles.routes(endpoints);
        tracking.routes(endpoints);
        new SourceSettingsApi(auth, settings.publicUrl(), settings.trustedProxies()).routes(endpoints);
        compute.routes(endpoints);
        new DestinationsApi(destinations,
                new DestinationChanges(managing, box, settings::problemOfDestination, catalogue),
                new SyncPlanner(managing, courier), catalogue)
                .routes(endpoints);
        new DeliveriesApi(managing, destinations::get, courier).routes(endpoints);
        new SourcesApi(sources).routes(endpoints);
        jobs.routes(endpoints);
    }

    private static CheckingProxy wayOut(CatalogueSettings its, AddressGuard guard) {
        try {
            return CheckingProxy.open(guard, its.proxyHost(), its.proxyPort(), its.token());
        } catch (UncheckedIOException e) {
            throw new Server.PortTaken(its, e);
        }
    }

    /** @param patient for their work; what keeps their leases is none of it */
    private static Jobs jobs(Graph graph, Graph patient, EvaluationMemory memory, EventColumns columns,
            RulesStore rules, Deliveries deliveries, boolean hasCatalogue, FilesExport files, MeterRegistry registry) {
        var refresh = new Refresh(patient, memory, columns, rules);
        var upkeep = new DailyUpkeep(patient, memory, refresh, columns, rules);
        var refused = Retention.ofRejected(patient);
        var violations = Retention.ofViolations(patient);
        var delivered = new DeliveryRetention(patient);
        // Whoever writes results asks for the same lease: of a space at most one does.
        return new Jobs(graph, List.of(
                new JobKind("refresh", new Schedule.Every(5), "results", refresh::run),
                new JobKind("deliveries", new Schedule.Every(2), deliveries::run).withDestinations(),
                new JobKind("tools", new Schedule.Every(2), deliveries::runTools).withTools()
                        .standingIn(!hasCatalogue),
                new JobKind("files", new Schedule.Every(5), files::run).withDestinations()
                        .standingIn(!files.canWrite()),
                new JobKind("check", new Schedule.Daily(LocalTime.of(3, 17)), "results", upkeep::check),
                // Whoever only tracks has refused events, too.
                new JobKind("retention", new Schedule.Daily(LocalTime.of(4, 17)), JobWork.whole(
                        (space, lease) -> upkeep.retain(space, lease) + ", " + refused.run(space, lease::require)
                                + ", " + violations.run(space, lease::require) + ", " + delivered.run(space, lease)))
                        .inEverySpace()),
                registry);
    }

    /** All routes. */
    Endpoints endpoints() {
        return endpoints;
    }

    /** What runs by the clock; somebody has to start it. */
    Jobs jobs() {
        return jobs;
    }

    /** What brings events by itself; somebody has to start it. */
    Sources sources() {
        return sources;
    }

    /** What is being worked out for somebody ends first, so that the requests that wait for it are answered. */
    @Override
    public void close() {
        Server.closeAll(compute, sources, deliveries, files, jobs, filterCounts, transport, kafka, wayOut.orElse(null),
                catalogue.orElse(null));
    }
}
