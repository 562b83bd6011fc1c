package io.selfsame.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a space with its population and prints the options that use it again, so that several runs share one. */
@Command(name = "prepare", mixinStandardHelpOptions = true, description = "Creates a space, writes its people, prints its keys")
final class PrepareCommand implements Callable<Integer> {
    @Mixin
    private final WorkloadOptions options = new WorkloadOptions();

    @Override
    public Integer call() throws Exception {
        WorkloadOptions.Setup setup = options.setUp();
        System.out.printf("--space %s --write-key %s --access-token %s --people %d%n", setup.space().id(),
                setup.space().writeKey(), setup.space().accessToken(), setup.crowd().people());
        return 0;
    }
}
