package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.selfsame.flow.Overloaded;
import io.selfsame.testing.Await;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadersTest {

    private static final Optional<Holder> SHOP = Optional.of(new Holder("shop", "page"));
    private static final Optional<Holder> STRANGERS = Optional.empty();
    private static final int LARGE = 500 * 1024;

    private final Readers readers = new Readers();
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    /** Reads of one owner, as many as asked for at once, each of which goes on until the end. */
    private List<CompletableFuture<Boolean>> hold(Optional<Holder> owner, int many, CountDownLatch end,
            AtomicInteger inside) {
        return IntStream.range(0, many).mapToObj(i -> CompletableFuture.supplyAsync(() -> readers.read(owner, LARGE,
                () -> {
                    inside.incrementAndGet();
                    Await.until("the end", () -> end.getCount() == 0);
                    return true;
                }), requests)).toList();
    }

    @Test
    void whatIsSmallIsReadWhereItIsAndTheRestLeavesTheCarriersAlone() throws Exception {
        requests.submit(() -> {
            Thread request = Thread.currentThread();
            assertSame(request, readers.read(SHOP, Readers.SMALL, Thread::currentThread));
            assertFalse(readers.read(SHOP, Readers.SMALL + 1, Thread::currentThread).isVirtual());
            assertFalse(readers.byTurns(STRANGERS, Thread::currentThread).isVirtual());
        }).get();
    }

    @Test
    void whoeverAsksForMoreWaitsAndOfTooManyTheLastAreRefused() {
        var end = new CountDownLatch(1);
        var inside = new AtomicInteger();
        var all = hold(STRANGERS, 1_000, end, inside);
        Await.until("most are refused",
                () -> all.stream().filter(CompletableFuture::isCompletedExceptionally).count() > 600);
        int atOnce = Math.max(1, Math.max(1, Runtime.getRuntime().availableProcessors() - 1) / 2);
        Await.until("some are in", () -> inside.get() >= atOnce);
        assertEquals(atOnce, inside.get());
        assertThrows(Overloaded.class, () -> readers.read(STRANGERS, LARGE, () -> true));
        end.countDown();
        long refused = all.stream().filter(one -> one.handle((done, e) -> e != null).join()).count();
        assertEquals(1_000 - refused, inside.get());
    }

    @Test
    void withoutAThreadWhoeverWaitsIsToldSoAndTheNextHasATurn() {
        var none = new Readers(work -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        for (int i = 0; i < 3; i++) {
            assertThrows(Overloaded.class, () -> none.byTurns(SHOP, () -> true));
        }
    }

    @Test
    void aFailureIsThatOfTheWork() {
        HttpError error = assertThrows(HttpError.class, () -> readers.read(SHOP, LARGE, () -> {
            throw HttpError.badRequest("bad_request", "no");
        }));
        assertEquals("no", error.getMessage());
        assertEquals(1, readers.read(SHOP, LARGE, () -> 1));
    }
}
