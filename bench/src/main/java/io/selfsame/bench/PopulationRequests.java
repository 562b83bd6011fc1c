package io.selfsame.bench;

import java.util.function.Supplier;

/**
 * The requests of a {@link Population}: writes them, head and body, into one buffer that is used again: the body at a fixed place and the head right before it,
 * so that the Content-Length is known when the head is written and all goes out in one write. Not thread-safe.
 */
final class PopulationRequests implements Requests {
    private static final int HEAD_ROOM = 1024;
    private static final byte[] BATCH_START = HttpAnswer.ascii("{\"batch\":[");
    private static final byte[] BATCH_END = HttpAnswer.ascii("]}");

    private final Population population;
    private final int eventsPerBatch;
    private final byte[] batchHead;
    private final byte[] trackHead;
    private final byte[] pageHead;
    private final byte[] identifyHead;
    private final Template read;

    private final byte[] buffer;
    private int from;
    private int length;
    private int events;

    PopulationRequests(String host, Space space, Population population, int eventsPerBatch) {
        this.population = population;
        this.eventsPerBatch = eventsPerBatch;
        this.batchHead = postHead("batch", host, space);
        this.trackHead = postHead("track", host, space);
        this.pageHead = postHead("page", host, space);
        this.identifyHead = postHead("identify", host, space);
        this.read = read(host, space);
        this.buffer = new byte[HEAD_ROOM + Math.max(1, eventsPerBatch) * (Messages.LONGEST + 1) + BATCH_START.length
                + BATCH_END.length];
    }

    /** The request for the traits of one person, by user ID. */
    static Template read(String host, Space space) {
        return Template.of("GET /v1/spaces/" + space.id() + "/collections/users/profiles/user_id:user-${user}/traits"
                + " HTTP/1.1\r\nHost: " + host + "\r\n" + space.readAuthorization() + "\r\n");
    }

    private static byte[] postHead(String route, String host, Space space) {
        return HttpAnswer.ascii("POST /v1/" + route + " HTTP/1.1\r\nHost: " + host + "\r\n" + space.writeAuthorization()
                + "Content-Type: application/json\r\nContent-Length: ");
    }

    @Override
    public int percent() {
        return population.percent();
    }

    /** Writes the next request of this kind, from the population's stream. */
    @Override
    public void prepare(Operation operation) {
        switch (operation) {
            case READ -> prepareRead();
            case SINGLE -> prepareSingle();
            case BATCH -> prepareBatch(eventsPerBatch, population::next);
        }
    }

    /** Writes a batch that introduces the people from {@code first} up to, not with, {@code end}. */
    void prepareIntroductions(int first, int end) {
        int[] next = {first};
        prepareBatch(end - first, () -> population.introduce(next[0]++));
    }

    private void prepareRead() {
        population.choosePerson();
        from = 0;
        length = read.write(population.values(), buffer, 0);
        events = 0;
    }

    private void prepareSingle() {
        Template message = population.next();
        int end = message.write(population.values(), buffer, HEAD_ROOM);
        putHead(message == Messages.TRACK ? trackHead : message == Messages.IDENTIFY ? identifyHead : pageHead, end);
        events = 1;
    }

    private void prepareBatch(int size, Supplier<Template> messages) {
        int at = put(BATCH_START, HEAD_ROOM);
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                buffer[at++] = ',';
            }
            at = messages.get().write(population.values(), buffer, at);
        }
        putHead(batchHead, put(BATCH_END, at));
        events = size;
    }

    private void putHead(byte[] head, int end) {
        byte[] rest = HttpAnswer.ascii(end - HEAD_ROOM + "\r\n\r\n");
        from = HEAD_ROOM - head.length - rest.length;
        put(rest, put(head, from));
        length = end - from;
    }

    private int put(byte[] bytes, int at) {
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        return at + bytes.length;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int from() {
        return from;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int events() {
        return events;
    }
}
