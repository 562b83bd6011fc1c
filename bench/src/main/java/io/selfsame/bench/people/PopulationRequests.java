package io.selfsame.bench.people;

import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.PreparedRequest;
import io.selfsame.bench.http.RequestHead;
import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.load.RequestStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The requests of a {@link Population}: writes their bodies into one buffer that is used again. Not thread-safe. */
final class PopulationRequests implements RequestStream {
    private static final byte[] BATCH_START = ascii("{\"batch\":[");
    private static final byte[] BATCH_END = ascii("]}");

    private final Population population;
    private final int eventsPerBatch;
    private final RequestHead batch;
    private final RequestHead track;
    private final RequestHead page;
    private final RequestHead identify;
    private final RequestHead read;
    private final Template path;
    private final byte[] buffer;

    PopulationRequests(SpaceAccess space, Population population, int eventsPerBatch) {
        this.population = population;
        this.eventsPerBatch = eventsPerBatch;
        this.batch = post("batch", space);
        this.track = post("track", space);
        this.page = post("page", space);
        this.identify = post("identify", space);
        this.read = RequestHead.get("", space.readAuthorization());
        this.path = path(space);
        this.buffer = new byte[Math.max(1, eventsPerBatch) * (Messages.LONGEST + 1) + BATCH_START.length
                + BATCH_END.length];
    }

    /** The path of the traits of one person, by user ID. */
    static Template path(SpaceAccess space) {
        return Template.of("/v1/spaces/" + space.id() + "/collections/users/profiles/user_id:user-${user}/traits");
    }

    private static RequestHead post(String route, SpaceAccess space) {
        return RequestHead.post("/v1/" + route, space.writeAuthorization());
    }

    @Override
    public int percent() {
        return population.percent();
    }

    /** Writes the next request of this kind, from the population's stream. */
    @Override
    public PreparedRequest prepare(Operation operation) {
        return switch (operation) {
            case READ -> read();
            case SINGLE -> single();
            case BATCH -> batch(eventsPerBatch, population::next);
        };
    }

    /** Writes a batch that introduces the people from {@code first} up to, not with, {@code end}. */
    PreparedRequest introductions(int first, int end) {
        int[] next = {first};
        return batch(end - first, () -> population.introduce(next[0]++));
    }

    private PreparedRequest read() {
        population.choosePerson();
        return PreparedRequest.of(read.at(path.text(population.values())));
    }

    private PreparedRequest single() {
        Template message = population.next();
        int length = message.write(population.values(), buffer, 0);
        return PreparedRequest.of(message == Messages.TRACK ? track : message == Messages.IDENTIFY ? identify : page,
                buffer, 0, length, 1);
    }

    private PreparedRequest batch(int size, Supplier<Template> messages) {
        int at = put(BATCH_START, 0);
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                buffer[at++] = ',';
            }
            at = messages.get().write(population.values(), buffer, at);
        }
        return PreparedRequest.of(batch, buffer, 0, put(BATCH_END, at), size);
    }

    private int put(byte[] bytes, int at) {
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        return at + bytes.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
