package io.selfsame;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process whose stop never ends by itself, as a service whose work hangs. */
public final class HangsAtItsStop {

    /** What it prints once it can be stopped. */
    public static final String READY = "ready to hang";

    private HangsAtItsStop() {}

    public static void main(String[] args) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            StopLimit.arm(Duration.ofSeconds(1));
            hang();
        }));
        System.out.println(READY);
        hang();
    }

    private static void hang() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // Not even then.
            }
        }
    }
}
