package io.selfsame.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes the value of an option as it is, where it is a key or a token: one that begins with {@code -V} or {@code -h} would be taken
 * for an option otherwise, and shown in the error. Only what is an option as a whole is none.
 */
public final class SecretText implements IParameterPreprocessor {

    /** For picocli. */
    public SecretText() {}

    @Override
    @SuppressWarnings("JdkObsolete") // As picocli has it.
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (arguments.isEmpty() || command.optionsMap().containsKey(arguments.peek())) {
            return false;
        }
        option.setValue(arguments.pop());
        return true;
    }

    /**
     * What was given, or what the environment has, which is not looked at by picocli: it would override what was given.
     *
     * @return null if there is neither
     */
    public static @Nullable String given(@Nullable String given, String variable) {
        return Optional.ofNullable(given).orElseGet(() -> System.getenv(variable));
    }
}
