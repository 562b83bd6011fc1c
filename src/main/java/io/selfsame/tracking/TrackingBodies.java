package io.selfsame.tracking;

import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.http.Auth;
import io.selfsame.http.Bodies;
import io.selfsame.http.Holder;
import io.selfsame.http.HttpError;
import io.selfsame.space.Grant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the bodies of tracking calls: whose they are, whether there is room for them, and what becomes of those that cannot be read. Thread
 * safe.
 */
final class TrackingBodies {

    private final Auth auth;
    private final RateLimits limits;
    private final Intake intake;
    private final TrackingFigures figures;

    /** What is done with a body. */
    interface TrackingWork {

        /** JSON. */
        byte[] answer(SenderCall call);
    }

    /** A body whose sender is known, and what they have spent on it. */
    static final class SenderCall {

        private final Context ctx;
        private final Intake.Sender sender;
        private final Grant.KeyKind keyKind;
        private final Holder holder;
        private final byte[] body;
        private final RateLimits.TakenTokens tokens;

        private SenderCall(Context ctx, Grant source, byte[] body, RateLimits limits) {
            this.ctx = ctx;
            this.sender = new Intake.Sender(source.spaceId(), source.id());
            this.keyKind = source.keyKind();
            this.holder = Holder.of(source);
            this.body = body;
            this.tokens = limits.of(sender);
        }

        Intake.Sender sender() {
            return sender;
        }

        Grant.KeyKind keyKind() {
            return keyKind;
        }

        byte[] body() {
            return body;
        }

        /** Does work that takes as long as the body is large; work that may take longer waits for its turn in any case. */
        <T> T byTurns(boolean isCostly, Supplier<T> work) {
            return isCostly
                    ? Bodies.alwaysByTurns(ctx, holder, work)
                    : Bodies.byTurns(ctx, holder, body, work);
        }

        /** Counts what the answer may hold, before anything is stored: then what is said of it can no longer be refused. */
        void holdAnswer(long bytes) {
            Bodies.hold(ctx, bytes);
        }

        /** Does work while so much more of the heap counts as held. */
        <T> T during(long bytes, Supplier<T> work) {
            return Bodies.during(ctx, holder, bytes, work);
        }
    }

    TrackingBodies(Auth auth, RateLimits limits, Intake intake, TrackingFigures figures) {
        this.auth = auth;
        this.limits = limits;
        this.intake = intake;
        this.figures = figures;
    }

    /**
     * Checks the key before it reads the body, if a header has it; otherwise it searches the body for the key before anything is
     * parsed. A request for which there is no room is refused before that too. A body that contains no event counts as one event.
     */
    void received(Context ctx, int limit, TrackingWork work) {
        received(ctx, named(ctx, Auth::sentWriteKey), limit, work);
    }

    /** A browser that leaves a page sends no headers of ours, so the key stands in the URL, and only here is looked for there. */
    void beacon(Context ctx, int limit, TrackingWork work) {
        received(ctx, named(ctx, Auth::sentWriteKeyOrInUrl), limit, work);
    }

    private void received(Context ctx, Optional<Grant> named, int limit, TrackingWork work) {
        Bodies.answerHeld(ctx, worked(ctx, named, Bodies.read(ctx, limit, named.map(Holder::of)), work));
    }

    /** The same for what stands in the URL. */
    void pixel(Context ctx, TrackingWork work) {
        Optional<Grant> named = Auth.sentWriteKey(ctx).map(key -> auth.writeKey(Optional.of(key)));
        try {
            worked(ctx, named, Pixel.data(ctx, named.isPresent()), work);
        } catch (Invalid e) {
            throw Pixel.ofData(e);
        }
        Pixel.answer(ctx);
    }

    private byte[] worked(Context ctx, Optional<Grant> named, byte[] bytes, TrackingWork work) {
        figures.body(bytes.length);
        Grant source = named.orElseGet(() -> auth.writeKey(Bodies.peek(ctx, bytes, BatchBody::writeKey)));
        var call = new SenderCall(ctx, source, bytes, limits);
        intake.requireRoom(call.sender);
        take(call, 1);
        try {
            return Bodies.during(ctx, call.holder, bytes, () -> work.answer(call));
        } catch (Overloaded | GraphUnavailable e) {
            call.tokens.giveBack();
            throw e;
        }
    }

    private Optional<Grant> named(Context ctx, Function<Context, Optional<String>> sent) {
        try {
            return sent.apply(ctx).map(key -> auth.writeKey(Optional.of(key)));
        } catch (HttpError e) {
            Bodies.drop(ctx);
            throw e;
        }
    }

    /** Takes as many tokens in all, and ends the request if they are not to be had. */
    void take(SenderCall call, int events) {
        call.tokens.take(events).ifPresent(quota -> {
            if (quota.isRefusal()) {
                figures.limited(quota.of(), events);
            }
            quota.show(call.ctx);
        });
    }

    /**
     * Reads a body, of which nothing is taken if it cannot be read.
     *
     * @param keeps whether it is kept then, for the owner of the space to see
     * @param isCostly whether reading may take long, though the body is small
     */
    <T> T whole(SenderCall call, boolean keeps, boolean isCostly, Supplier<T> reading) {
        try {
            return call.byTurns(isCostly, reading);
        } catch (Invalid e) {
            if (keeps) {
                keep(call, Rejection.ofBody(call.body, e, Auth.sentWriteKeyOrInUrl(call.ctx).map(Auth::secret)));
            }
            throw e;
        }
    }

    private void keep(SenderCall call, Rejection rejection) {
        try {
            intake.submit(new Submission(call.sender, List.of(), List.of(rejection)));
        } catch (Overloaded | GraphUnavailable e) {
            // The sender is told what is wrong all the same, which sending it again would not change.
        }
    }
}
