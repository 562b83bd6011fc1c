package io.selfsame.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A first mapping for a CSV file, made from the names of its columns alone: a start for who knows what they mean. */
final class CsvGuess {

    private static final int LONGEST_HEADER = 1 << 20;

    /** Names of columns, of letters and digits alone, to the place in a message that they are likely to be meant for. */
    private static final Map<String, String> KNOWN = Map.ofEntries(Map.entry("userid", "userId"),
            Map.entry("customerid", "userId"), Map.entry("anonymousid", "anonymousId"),
            Map.entry("visitorid", "anonymousId"), Map.entry("deviceid", "anonymousId"),
            // Of Mixpanel.
            Map.entry("distinctid", "userId"), Map.entry("insertid", "messageId"), Map.entry("messageid", "messageId"),
            Map.entry("eventid", "messageId"), Map.entry("timestamp", "timestamp"), Map.entry("time", "timestamp"),
            Map.entry("eventtime", "timestamp"), Map.entry("date", "timestamp"),
            Map.entry("occurredat", "timestamp"), Map.entry("groupid", "groupId"),
            Map.entry("phone", "context.externalIds.phone"));

    private static final Set<String> EVENT = Set.of("event", "eventname", "eventtype");
    private static final Set<String> EMAIL = Set.of("email", "emailaddress", "mail", "customeremail", "useremail");

    /** Columns of Segment's warehouse tables, where {@code id} is that of the message. */
    private static final Set<String> OF_WAREHOUSE = Set.of("receivedat", "originaltimestamp");
    private static final Set<String> TYPES = Set.of("type", "calltype");

    private CsvGuess() {}

    /** True if the text of a first line is no JSON, and something separates cells in it. */
    static boolean looksLikeCsv(String line) {
        String text = line.strip();
        return !text.isEmpty() && !text.startsWith("{") && !text.startsWith("[")
                && Stream.of(",", ";", "\t").anyMatch(text::contains);
    }

    /** The first line that is not blank; empty if there is none that can be read. */
    static Optional<String> firstLine(InputStream in, TextEncoding encoding) throws IOException {
        var lines = new LineReader(in, LONGEST_HEADER);
        boolean first = true;
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            Optional<String> text = line.get().tooLong()
                    ? Optional.empty()
                    : encoding.read(line.get().bytes(), first);
            first = false;
            if (text.isEmpty() || !(text.get().isBlank() || text.get().matches("(?i)sep=.\r?"))) {
                return text;
            }
        }
        return Optional.empty();
    }

    /**
     * The mapping as JSON, for a person to look through and complete.
     *
     * @throws CliException if the line is no header of CSV
     */
    static String of(String header) {
        String line = header.endsWith("\r") ? header.substring(0, header.length() - 1) : header;
        List<String> names = Stream.of(',', ';', '\t').map(each -> CsvRecord.parse(line, each))
                .flatMap(record -> record instanceof CsvRecord.Row(var cells) ? Stream.of(cells) : Stream.of())
                .max(Comparator.comparingInt(List::size)).orElse(List.of()).stream().map(String::strip)
                .filter(name -> !name.isEmpty()).toList();
        if (names.size() < 2) {
            throw new CliException(
                    "The first line is no header of CSV: it must name two columns at least, separated by "
                            + "comma, semicolon or tab.");
        }
        boolean track = names.stream().map(CsvGuess::plain).anyMatch(EVENT::contains);
        ObjectNode mapping = CliJson.MAPPER.createObjectNode();
        names.stream().filter(name -> TYPES.contains(plain(name))).findFirst().ifPresentOrElse(
                name -> mapping.putObject("type").put("column", name).put("otherwise", track ? "track" : "identify"),
                () -> mapping.put("type", track ? "track" : "identify"));
        ObjectNode columns = mapping.putObject("columns");
        Set<String> taken = new HashSet<>();
        boolean warehouse = names.stream().map(CsvGuess::plain).anyMatch(OF_WAREHOUSE::contains);
        for (String name : names) {
            String place = warehouse && plain(name).equals("id") ? "messageId" : place(name, track);
            if (!TYPES.contains(plain(name)) && taken.add(place)) {
                columns.put(place, name);
            }
        }
        try {
            return CliJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(mapping);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String place(String name, boolean track) {
        String plain = plain(name);
        if (EVENT.contains(plain)) {
            return "event";
        }
        if (EMAIL.contains(plain)) {
            return track ? "context.traits.email" : "traits.email";
        }
        String known = KNOWN.get(plain);
        return known != null ? known : (track ? "properties." : "traits.") + name.replace('.', '_');
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
