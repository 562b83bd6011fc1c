package io.selfsame.graph;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.BookmarkManager;
import org.neo4j.driver.BookmarkManagerConfig;
import org.neo4j.driver.BookmarkManagers;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.observation.metrics.MetricsObservationProvider;

/**
 * The Neo4j database, through the Bolt driver. Thread safe; one a process.
 *
 * <p>Work is handed over as a function of a transaction. The driver runs it again after a deadlock, a lost leader or a
 * cut connection, so it must be free of side effects outside the transaction. All sessions share one bookmark chain:
 * on a cluster, whatever this process has written, it reads.
 */
public final class Graph implements AutoCloseable {

    /**
     * How long one piece of work is tried again before its caller is told that Neo4j is away. The driver doubles its
     * pauses, and the last may end three seconds after this: still before clients give up, mostly after ten.
     */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /**
     * How long a transaction may take. What waits for a lock longer, or cannot be answered sooner, would wait for ever: the
     * server ends it, and whoever asked learns that they may ask again. Work on many people goes in pages that take seconds.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Each is a thread of the server while it works; the driver opens them as they are needed. More than all lanes together. */
    private static final int CONNECTIONS = 150;

    /** How long a caller waits for a connection when all are taken. */
    private static final Duration ACQUISITION = Duration.ofSeconds(5);

    /** A ping that takes longer tells that Neo4j does not work, as much as one that fails. */
    private static final TransactionConfig PINGING = TransactionConfig.builder().withTimeout(Duration.ofSeconds(3))
            .build();

    private static final Statement PING = Statement.of("space/ping");

    private final Driver driver;
    private final MetricsObservationProvider observed;
    private final SessionConfig sessions;
    private final TransactionConfig transactions;

    private final BooleanSupplier othersWait;
    private final int rest;
    private final TransactionLane lane;

    /** Shared by all lanes of the same database. */
    private final DatabaseHealth health;

    public Graph(Neo4jAddress address) {
        this(address, PATIENCE);
    }

    Graph(Neo4jAddress address, Duration patience) {
        this(address, patience, CONNECTIONS, ACQUISITION);
    }

    // The default, System.Logger, spells out every message of the protocol before it asks whether anyone listens: 7 % of
    // all CPU under load. The API is deprecated in favour of it all the same.
    @SuppressWarnings("deprecation")
    Graph(Neo4jAddress address, Duration patience, int connections, Duration acquisition) {
        this.observed = MetricsObservationProvider.newInstance();
        var config = Config.builder().withLogging(Logging.slf4j())
                .withMaxTransactionRetryTime(RETRY.toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionTimeout(3, TimeUnit.SECONDS).withMaxConnectionPoolSize(connections)
                .withConnectionAcquisitionTimeout(acquisition.toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionLivenessCheckTimeout(30, TimeUnit.SECONDS).withUserAgent("selfsame")
                .withObservationProvider(observed).build();
        this.driver = GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()),
                config);
        this.othersWait = () -> false;
        this.rest = 0;
        this.lane = new TransactionLane(connections);
        this.health = new DatabaseHealth();
        this.transactions = TransactionConfig.builder().withTimeout(patience).build();
        BookmarkManager bookmarks = BookmarkManagers.defaultManager(BookmarkManagerConfig.builder().build());
        this.sessions = SessionConfig.builder().withDatabase(address.database()).withBookmarkManager(bookmarks)
                .build();
    }

    private Graph(Graph same, BooleanSupplier othersWait, int rest, TransactionLane lane) {
        this.driver = same.driver;
        this.observed = same.observed;
        this.sessions = same.sessions;
        this.transactions = same.transactions;
        this.health = same.health;
        this.othersWait = othersWait;
        this.rest = rest;
        this.lane = lane;
    }

    Graph(Graph same, TransactionLane lane) {
        this(same, same.othersWait, same.rest, lane);
    }

    /**
     * The same database for one kind of work, of which so many transactions are in flight at most, to be closed with this
     * one. Who finds no place waits some seconds for it. Lanes do not add up: a lane of a lane stands beside it.
     */
    public Graph lane(int places) {
        return new Graph(this, new TransactionLane(places));
    }

    /**
     * The same database for work that can wait, to be closed with this one. It rests after a transaction if others wait then:
     * both want the same cores and the same disk, and who waits for an answer goes first.
     *
     * @param rest how long it rests, in per cent of what the transaction took
     */
    public Graph yieldingWhile(BooleanSupplier othersWait, int rest) {
        return new Graph(this, othersWait, rest, lane);
    }

    /**
     * Runs work in one write transaction.
     *
     * @throws GraphUnavailable if Neo4j stays away, if all connections or places of the lane stay taken, or if the work takes
     *     longer than it may; nothing is known to be committed then, and the work may be repeated
     */
    public <T> T write(Function<Tx, T> work) {
        var wrote = new AtomicBoolean();
        try {
            T answer = attempt(session -> session.executeWrite(transaction -> {
                var tx = new Tx(transaction);
                T found = work.apply(tx);
                wrote.set(tx.hasWritten());
                return found;
            }, transactions));
            if (wrote.get()) {
                health.wrote();
            }
            return answer;
        } catch (GraphUnavailable e) {
            health.writeFailed(e);
            throw e;
        }
    }

    /** Runs work in one read transaction; otherwise as {@link #write}. */
    public <T> T read(Function<Tx, T> work) {
        return attempt(session -> session.executeRead(transaction -> work.apply(new Tx(transaction)), transactions));
    }

    /**
     * Asks once, now, whether Neo4j answers, and whether it took the last write. A server that accepts the question and is
     * silent keeps the caller waiting, until the caller's thread is interrupted.
     *
     * @throws GraphUnavailable if it does not
     */
    public void ping() {
        ask();
        health.requireWritable();
    }

    /** From now on all work is refused at once, as its database can do none before this process is started again. */
    public void refuse(String why) {
        health.refuse(why);
    }

    private void ask() {
        inSession(sessions, session -> session.run(PING.text(), PINGING).consume());
        health.answered();
    }

    private <T> T attempt(Function<Session, T> work) {
        return attempt(sessions, work);
    }

    private <T> T attempt(SessionConfig config, Function<Session, T> work) {
        if (health.isAway()) {
            ask();
        }
        long began = System.nanoTime();
        T answer = lane.during(() -> inSession(config, work));
        if (othersWait.getAsBoolean()) {
            LockSupport.parkNanos((System.nanoTime() - began) * rest / 100);
        }
        return answer;
    }

    private <T> T inSession(SessionConfig config, Function<Session, T> work) {
        health.requireUsable();
        try (Session session = driver.session(config)) {
            return work.apply(session);
        } catch (Neo4jException e) {
            throw health.failure(e);
        }
    }

    /**
     * One statement, read only, whose rows are taken one by one. The server sends so many ahead at most, so that neither side
     * holds them all; and those that are left are not made. It may be repeated from the beginning, as {@link #read(Function)}.
     */
    public <T> T read(Statement statement, Map<String, Object> parameters, int ahead,
            Function<Iterator<Record>, T> use) {
        var paced = SessionConfig.builder().withFetchSize(ahead);
        sessions.database().ifPresent(paced::withDatabase);
        sessions.bookmarkManager().ifPresent(paced::withBookmarkManager);
        return attempt(paced.build(), session -> session.executeRead(transaction -> new Tx(transaction).run(statement,
                parameters, result -> use.apply(result)), transactions));
    }

    /**
     * Rows of a page, as they are answered.
     *
     * @param more whether there is more than these, as they were not read to their end
     */
    public record RowPage<T>(List<T> rows, boolean more) {}

    /**
     * One statement, read only, whose rows may be long: no more are read than go on a page, and at least one if there is any.
     *
     * @param most characters of all values after which it ends
     * @param made what is made of each
     */
    public <T> RowPage<T> page(Statement statement, Map<String, Object> parameters, long most,
            Function<Record, T> made) {
        return RowPages.read(this, statement, parameters, most, made);
    }

    /** One statement, read only. */
    public List<Record> read(Statement statement, Map<String, Object> parameters) {
        return read(tx -> tx.run(statement, parameters));
    }

    /** One statement in its own write transaction. */
    public List<Record> write(Statement statement, Map<String, Object> parameters) {
        return write(tx -> tx.run(statement, parameters));
    }

    /**
     * The driver's connections, to all servers.
     *
     * @param acquiring how many wait for one
     * @param acquired how often one was had
     * @param timedOut how often none was had in time
     */
    public record Pool(long inUse, long idle, long acquiring, long acquired, long timedOut) {}

    /** How the connections stand. */
    public Pool pool() {
        var sum = new long[5];
        for (var pool : observed.metrics().connectionPoolMetrics()) {
            sum[0] += pool.inUse();
            sum[1] += pool.idle();
            sum[2] += pool.acquiring();
            sum[3] += pool.acquired();
            sum[4] += pool.timedOutToAcquire();
        }
        return new Pool(sum[0], sum[1], sum[2], sum[3], sum[4]);
    }

    Driver driver() {
        return driver;
    }

    SessionConfig sessions() {
        return sessions;
    }

    @Override
    public void close() {
        driver.close();
    }
}
