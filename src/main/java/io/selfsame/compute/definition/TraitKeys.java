package io.selfsame.compute.definition;

import io.selfsame.error.Invalid;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of the traits that definitions write. */
final class TraitKeys {

    static final int LONGEST = 100;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_]{1," + LONGEST + "}");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern ENDS = Pattern.compile("^_+|_+$");

    private TraitKeys() {}

    /**
     * Checks a key.
     *
     * @throws Invalid with a sentence for the caller
     */
    static String checked(String key) {
        if (!FORM.matcher(key).matches()) {
            throw new Invalid("key '" + key + "' is not of 1 to " + LONGEST
                    + " Latin letters, digits and '_'");
        }
        return key;
    }

    /**
     * The key that goes with a name: {@code big_spenders} for {@code Big spenders!}.
     *
     * @throws Invalid if no letter of the name is Latin
     */
    static String of(String name) {
        String plain = ACCENTS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        String joined = OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("_");
        String key = ENDS.matcher(joined).replaceAll("");
        if (key.isEmpty()) {
            throw new Invalid("The name has no Latin letter or digit to make a key of: give a key, "
                    + "like \"big_spenders\"");
        }
        return key.substring(0, Math.min(key.length(), LONGEST));
    }
}
