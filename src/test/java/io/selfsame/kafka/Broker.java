package io.selfsame.kafka;

import io.selfsame.process.Child;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A broker of Apache Kafka in a process of its own, with an empty store in {@code target}. It listens at a plain port, at one that names
 * another host to its clients, and, if there is a certificate, at two with TLS, one of them for user {@code ann}.
 */
public final class Broker implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";
    public static final String USER = "ann";
    /** With whatever could end a text. */
    public static final String PASSWORD = "se\\cret\" required\";'";

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;";

    private final Child child;
    private final int plain = Child.freePort();
    private final int strange = Child.freePort();
    private final int secure = Child.freePort();
    private final int users = Child.freePort();

    private static final class Holder {
        static final Broker SHARED = new Broker("127.0.0.1", Optional.empty());
    }

    /** One for all tests of a JVM, which ends with it. */
    public static Broker shared() {
        return Holder.SHARED;
    }

    /**
     * Starts one.
     *
     * @param elsewhere the host that it names at {@link #strange}
     * @param keys a file with a key and its certificate as PEM
     */
    public Broker(String elsewhere, Optional<Path> keys) {
        try {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kafka-");
            Path settings = folder.resolve("server.properties");
            int controller = Child.freePort();
            Properties all = new Properties();
            all.putAll(Map.of("process.roles", "broker,controller", "node.id", "1", "controller.quorum.voters",
                    "1@127.0.0.1:" + controller, "controller.listener.names", "CONTROLLER",
                    "inter.broker.listener.name", "PLAIN", "log.dirs", folder.resolve("logs").toString(),
                    "offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "1",
                    "group.initial.rebalance.delay.ms", "0", "auto.create.topics.enable", "false"));
            String secured = keys.isPresent() ? ",TLS://127.0.0.1:" + secure + ",USERS://127.0.0.1:" + users : "";
            all.put("listeners", "PLAIN://127.0.0.1:" + plain + ",STRANGE://127.0.0.1:" + strange
                    + ",CONTROLLER://127.0.0.1:" + controller + secured);
            all.put("advertised.listeners", "PLAIN://127.0.0.1:" + plain + ",STRANGE://" + elsewhere + ":" + strange
                    + secured.replace("127.0.0.1", "localhost"));
            all.put("listener.security.protocol.map",
                    "PLAIN:PLAINTEXT,STRANGE:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL,USERS:SASL_SSL");
            keys.ifPresent(file -> all.putAll(Map.of("ssl.keystore.type", "PEM", "ssl.keystore.location",
                    file.toString(),
                    "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
                    "listener.name.users.plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\""
                            + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"") + "\";",
                    "listener.name.users.scram-sha-256.sasl.jaas.config", SCRAM,
                    "listener.name.users.scram-sha-512.sasl.jaas.config", SCRAM)));
            all.put("transaction.state.log.replication.factor", "1");
            all.put("transaction.state.log.num.partitions", "1");
            try (var out = Files.newOutputStream(settings)) {
                all.store(out, null);
            }
            try (Child format = java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString())) {
                if (format.exitCode() != 0) {
                    throw new AssertionError("not formatted:\n" + format.output());
                }
            }
            child = java("kafka.Kafka", settings.toString());
            Runtime.getRuntime().addShutdownHook(new Thread(child::close, "close-kafka"));
            child.awaitLine("Kafka Server started", START);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The broker's own jars before those that the tests have anyway. */
    private static Child java(String mainClass, String... arguments) {
        Path own = Path.of("target", "kafka").toAbsolutePath();
        if (!Files.isDirectory(own)) {
            throw new AssertionError(own + " is missing: mvn generate-test-resources makes it");
        }
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=" + log(), "-cp",
                        own + "/*" + File.pathSeparator + System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        return Child.start(command, Map.of());
    }

    private static Path log() {
        Path file = Path.of("target", "kafka-logback.xml").toAbsolutePath();
        try {
            Files.writeString(file, """
                    <configuration><appender name="console" class="ch.qos.logback.core.ConsoleAppender"><encoder>
                    <pattern>%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n</pattern></encoder></appender>
                    <root level="WARN"><appender-ref ref="console"/></root>
                    <logger name="kafka.server.KafkaRaftServer" level="INFO"/></configuration>
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Where clients are told the same address. */
    public String plain() {
        return "127.0.0.1:" + plain;
    }

    /** Where clients are told another host. */
    public String strange() {
        return "127.0.0.1:" + strange;
    }

    /** With TLS, at {@code localhost}. */
    public String secure() {
        return "localhost:" + secure;
    }

    /** With TLS and a user, at {@code localhost}. */
    public String users() {
        return "localhost:" + users;
    }

    /** What it has printed. */
    public String output() {
        return child.output();
    }

    /** Makes a topic. */
    public void topic(String name, int partitions, Map<String, String> settings) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", plain()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("no topic", e);
        }
    }

    /** Deletes a topic, and with it how far groups have come in it. */
    public void delete(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", plain()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("not deleted", e);
        }
    }

    /** Lets a user in at {@link #users} by {@code SCRAM-SHA-256} and {@code SCRAM-SHA-512}. */
    public void scram(String user, String password) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", plain()))) {
            // One after the other: a request takes one change of a user.
            for (ScramMechanism each : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user,
                        new ScramCredentialInfo(each, 4096), password))).all().get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("no user", e);
        }
    }

    /** All records of a topic with so many partitions, as far as they are there now. */
    public List<ConsumerRecord<String, String>> records(String topic, int partitions) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", plain(), "auto.offset.reset", "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> places = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                places.add(new TopicPartition(topic, i));
            }
            consumer.assign(places);
            consumer.seekToBeginning(places);
            long end = consumer.endOffsets(places).values().stream().mapToLong(each -> each).sum();
            while (places.stream().mapToLong(consumer::position).sum() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** A client that writes; the caller closes it. */
    public Producer<byte[], byte[]> producer() {
        return producer(Map.of());
    }

    /** The same with more settings. */
    public Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", plain());
        return new KafkaProducer<>(all, new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** How far a group of consumers has come in a topic, over all partitions. */
    public long committed(String group, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", plain()))) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(each -> each.getKey().topic().equals(topic) && each.getValue() != null)
                    .mapToLong(each -> each.getValue().offset()).sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("no offsets of " + Set.of(group, topic), e);
        }
    }

    /** Ends it, as a power cut does. */
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}
