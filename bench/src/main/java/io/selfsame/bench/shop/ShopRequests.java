package io.selfsame.bench.shop;

import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.PreparedRequest;
import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.load.RequestStream;
import java.util.stream.Stream;

/** The requests of one connection: what a {@link ShopStream} does, and reads of its people. Not thread-safe. */
final class ShopRequests implements RequestStream {
    private final SpaceAccess space;
    private final String authorization;
    private final ShopCalls calls;
    private final ShopStream stream;
    private final int eventsPerBatch;
    private final String mark;
    private long sent;

    /**
     * Makes requests to one space.
     *
     * @param mark
     *            start of the IDs of the messages, used by no other connection of any run
     */
    ShopRequests(SpaceAccess space, ShopMessages messages, ShopStream stream, int eventsPerBatch, String mark) {
        this.space = space;
        this.authorization = space.readAuthorization();
        this.calls = new ShopCalls(space, messages, false);
        this.stream = stream;
        this.eventsPerBatch = eventsPerBatch;
        this.mark = mark;
    }

    /** The path of the traits of one person. */
    static String path(SpaceAccess space, String externalId) {
        return "/v1/spaces/" + space.id() + "/collections/users/profiles/" + externalId + "/traits";
    }

    @Override
    public int percent() {
        return stream.percent();
    }

    @Override
    public PreparedRequest prepare(Operation operation) {
        return switch (operation) {
            case READ -> PreparedRequest.get(path(space, stream.anybody()), authorization);
            case SINGLE -> calls.single(next());
            case BATCH -> calls.batch(Stream.generate(this::next).limit(eventsPerBatch).toList());
        };
    }

    private ShopCalls.Message next() {
        return new ShopCalls.Message(stream.next(), mark + sent++);
    }
}
