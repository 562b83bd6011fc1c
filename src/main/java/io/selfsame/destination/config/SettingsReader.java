package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.UrlCheck;
import io.selfsame.destination.UrlRules;
import io.selfsame.destination.config.SettingField.SettingType;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import io.selfsame.kafka.BrokerAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads the settings of a destination. What is secret comes as a text, as the object that answers show in its place, which leaves it as
 * it is, or as null, which removes it or has a new one made. No problem quotes a value.
 */
public final class SettingsReader {

    /** The former signing secret, as long as it is valid: answered, and not to be set. */
    static final String PREVIOUS = "previousSecret";

    /** What a header is called among the secrets. */
    private static final String HEADER = DestinationKind.HEADERS + ".";

    static final int LONGEST_URL = 2_000;
    static final int LONGEST_SERVERS = 2_000;
    static final int LONGEST_TOPIC = 249;
    private static final KnownFields SHOWN = KnownFields.of("set", "since", "until");

    private final FormFields form;
    private final Set<String> stored;
    private final UrlCheck urls;
    private final ObjectNode plain = Json.object();
    private final Map<String, SecretInput> secrets = new LinkedHashMap<>();

    /**
     * Settings that were sent.
     *
     * @param secrets those that the destination is to have, by name; a header is called {@code headers.<name>}
     */
    public record ReadSettings(ObjectNode plain, Map<String, SecretInput> secrets) {}

    private SettingsReader(FormFields form, Set<String> stored, UrlCheck urls) {
        this.form = form;
        this.stored = stored;
        this.urls = urls;
    }

    /**
     * Reads them.
     *
     * @param settings those there are
     * @param body with {@code settings}
     * @param stored the names of the secrets that are stored
     */
    public static ReadSettings read(List<SettingField> settings, FormFields body, Set<String> stored, UrlCheck urls) {
        KnownFields known = KnownFields.of(settings.stream().map(SettingField::name).toArray(String[]::new))
                .ignoring(PREVIOUS);
        var reader = new SettingsReader(body.inside("settings", known), stored, urls);
        settings.forEach(reader::read);
        if (reader.plain.has(KafkaSettings.SECURITY)) {
            reader.credentials();
        }
        return new ReadSettings(reader.plain, Map.copyOf(reader.secrets));
    }

    /** The header that a secret is the value of, if it is one. */
    static Optional<String> header(String secret) {
        return secret.startsWith(HEADER) ? Optional.of(secret.substring(HEADER.length())) : Optional.empty();
    }

    private void read(SettingField field) {
        String name = field.name();
        switch (field.type()) {
            case SettingType.AnyUrl type -> url(field, UrlRules::problem);
            case SettingType.BaseUrl type -> url(field, UrlRules::problemOfBase);
            case SettingType.Whole(int least, int most) ->
                plain.put(name, form.whole(name, field.standard().orElseThrow().intValue(), least, most));
            case SettingType.Text(int longest) -> text(field, longest);
            case SettingType.SigningSecret type -> signingSecret(name);
            case SettingType.Headers type -> headers(name);
            case SettingType.Servers type -> servers(name);
            case SettingType.Topic type -> topics(name, 1);
            case SettingType.Topics(int most) -> topics(name, most);
            case SettingType.Name type -> name(field);
            case SettingType.Document(int longest) -> object(field, longest);
            case SettingType.Choice(List<String> choices) ->
                plain.put(name, form.choice(name, field.standard().orElseThrow().textValue(), choices));
            case SettingType.Folder type -> folder(name);
            case SettingType.Choices(List<String> words) -> choices(field, words);
            case SettingType.Flag type ->
                plain.put(name, form.flag(name, field.standard().orElseThrow().booleanValue()));
        }
    }

    private void folder(String name) {
        String text = form.text(name, "", DestinationSettings.LONGEST_FOLDER);
        if (!text.isEmpty() && !DestinationSettings.isFolder(text)) {
            form.problem(name, "is not a name of " + DestinationSettings.FOLDER_FORM);
        }
        plain.put(name, text);
    }

    private void choices(SettingField field, List<String> words) {
        List<String> texts = form.texts(field.name(), List.of("*"), words.size() + 1, LONGEST_URL);
        if (texts.isEmpty() || !(texts.equals(List.of("*")) || words.containsAll(texts))) {
            form.problem(field.name(), "is neither [\"*\"] nor a list of one or more of " + String.join(", ", words));
        }
        ArrayNode list = plain.putArray(field.name());
        texts.forEach(list::add);
    }

    private interface UrlRule {
        Optional<String> problem(String url);
    }

    private void url(SettingField field, UrlRule rule) {
        String name = field.name();
        if (!form.isGiven(name)) {
            field.standard().ifPresentOrElse(standard -> plain.set(name, standard),
                    () -> form.problem(name, "is missing"));
            return;
        }
        String text = form.text(name, "", LONGEST_URL);
        if (text.isEmpty()) {
            return;
        }
        rule.problem(text).or(() -> urls.problem(URI.create(text))).ifPresentOrElse(
                problem -> form.problem(name, problem), () -> plain.put(name, text));
    }

    private void text(SettingField field, int longest) {
        String name = field.name();
        JsonNode value = form.object().path(name);
        if (isKept(name, name, value)) {
            secrets.put(name, new SecretInput.Kept());
        } else if (form.isGiven(name) && !isShown(value)) {
            String text = value.isTextual() ? value.textValue().strip() : "";
            if (text.isEmpty() || text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
                form.problem(name, "is not a text of 1 to " + longest + " characters without control characters");
            } else {
                secrets.put(name, new SecretInput.Given(text));
            }
        } else if (field.required()) {
            form.problem(name, "is missing");
        }
    }

    private void servers(String name) {
        String text = form.text(name, "", LONGEST_SERVERS);
        if (text.isEmpty()) {
            return;
        }
        BrokerAddress.list(text).ifPresentOrElse(servers -> plain.put(name, String.join(",", servers)),
                () -> form.problem(name,
                        "is not a list like kafka-1.example.com:9093,kafka-2.example.com:9093 of at most "
                                + BrokerAddress.MOST + " brokers"));
    }

    /** One or more, with commas. */
    private void topics(String name, int most) {
        List<String> topics = List.of(form.text(name, "", most * (LONGEST_TOPIC + 1)).split(",", -1));
        if (topics.size() > most || !topics.stream().allMatch(each -> isTopic(each.strip()))) {
            if (form.isGiven(name)) {
                form.problem(name, most == 1
                        ? "is no name of a topic, which has letters, digits, dots, _ and -"
                        : "is no list of at most " + most
                                + " names of topics with commas; a name has letters, digits, dots, _ and -");
            }
        }
        plain.put(name, topics.stream().map(String::strip).distinct().collect(Collectors.joining(",")));
    }

    private void object(SettingField field, int longest) {
        JsonNode value = form.isGiven(field.name())
                ? form.object().path(field.name())
                : field.standard().orElseThrow();
        if (!value.isObject() || Json.write(value).length() > longest) {
            form.problem(field.name(), "is no object of at most " + longest + " characters");
        }
        plain.set(field.name(), value);
    }

    private void name(SettingField field) {
        String name = field.name();
        // An empty text is what is stored where nobody has set it.
        boolean isGiven = form.isGiven(name) && !form.object().path(name).asText(" ").isEmpty();
        String text = isGiven
                ? form.text(name, "", LONGEST_TOPIC)
                : field.standard().map(JsonNode::asText).orElse("");
        if (isGiven && !text.isEmpty() && !isTopic(text)) {
            form.problem(name, "has others than letters, digits, dots, _ and -");
        } else if (text.isEmpty() && field.required()) {
            form.problem(name, "is missing");
        }
        plain.put(name, text);
    }

    private static boolean isTopic(String text) {
        return text.matches("[a-zA-Z0-9._-]{1," + LONGEST_TOPIC + "}") && !text.equals(".") && !text.equals("..");
    }

    /** A user and a password belong to one kind of security, and there both are needed. */
    private void credentials() {
        boolean wanted = plain.path(KafkaSettings.SECURITY).asText().equals("SASL_SSL");
        for (String name : List.of(KafkaSettings.USERNAME, KafkaSettings.PASSWORD)) {
            if (wanted && !secrets.containsKey(name)) {
                form.problem(name, "is missing, which SASL_SSL needs");
            } else if (!wanted) {
                secrets.remove(name);
            }
        }
    }

    private void signingSecret(String name) {
        JsonNode value = form.object().path(name);
        if (isKept(name, name, value)) {
            secrets.put(name, new SecretInput.Kept());
        } else if (!form.isGiven(name) || isShown(value)) {
            secrets.put(name, new SecretInput.Generated());
        } else if (value.isTextual() && SigningSecrets.isOne(value.textValue())) {
            secrets.put(name, new SecretInput.Given(value.textValue()));
        } else {
            form.problem(name, SigningSecrets.FORM);
        }
    }

    private void headers(String name) {
        JsonNode headers = form.object().path(name);
        if (headers.isMissingNode()) {
            stored.stream().filter(each -> header(each).isPresent())
                    .forEach(each -> secrets.put(each, new SecretInput.Kept()));
        } else if (headers.isObject()) {
            if (headers.size() > HeaderRules.MOST) {
                form.problem(name, "has " + headers.size() + " headers; the limit is " + HeaderRules.MOST);
                return;
            }
            Set<String> seen = new HashSet<>();
            headers.properties().forEach(each -> header(each.getKey(), each.getValue(), seen));
        } else if (!headers.isNull()) {
            form.problem(name, "is not an object like {\"Authorization\": \"Bearer …\"}");
        }
    }

    private void header(String name, JsonNode value, Set<String> seen) {
        String field = HEADER + name;
        String shown = HEADER + KnownFields.quoted(name);
        if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            form.problem(shown, "stands there twice: capital letters make no difference");
            return;
        }
        Optional<String> problem = HeaderRules.problemOfName(name);
        if (problem.isEmpty() && isKept(field, shown, value)) {
            secrets.put(field, new SecretInput.Kept());
            return;
        }
        problem.or(() -> HeaderRules.problemOfValue(value.isTextual() ? value.textValue() : ""))
                .ifPresentOrElse(wrong -> form.problem(shown, wrong),
                        () -> secrets.put(field, new SecretInput.Given(value.textValue())));
    }

    /** Whether a stored secret stays: nothing was said of it, or what answers show. */
    private boolean isKept(String secret, String shown, JsonNode value) {
        if (isShown(value)) {
            SHOWN.problem(value, form.where() + shown + ".").ifPresent(form.problems()::add);
        }
        return stored.contains(secret) && (value.isMissingNode() || isShown(value));
    }

    private static boolean isShown(JsonNode value) {
        return value.isObject() && value.path("set").isBoolean();
    }

    /** The names of headers among secrets, in order. */
    static Set<String> headers(Set<String> secrets) {
        return secrets.stream().flatMap(secret -> header(secret).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The secret that is the value of a header. */
    static String ofHeader(String name) {
        return HEADER + name;
    }
}
