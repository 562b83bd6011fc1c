package io.selfsame.http.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code Forwarded} headers, RFC 7239: elements with commas between them, the nearest proxy's last. Used once. */
final class ForwardedHeader {

    private final String text;
    private int at;

    private ForwardedHeader(String text) {
        this.text = text;
    }

    /** The elements, by the names of their parameters in lower case; none if any part cannot be read. */
    static List<Map<String, String>> parse(String text) {
        return new ForwardedHeader(text).elements().orElse(List.of());
    }

    private Optional<List<Map<String, String>>> elements() {
        List<Map<String, String>> elements = new ArrayList<>();
        Map<String, String> element = new HashMap<>();
        while (true) {
            skipSpace();
            if (at == text.length() || text.charAt(at) == ',') {
                elements.add(element);
                element = new HashMap<>();
            } else if (text.charAt(at) != ';') {
                int equals = text.indexOf('=', at);
                String name = equals < 0 ? "" : text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
                at = equals + 1;
                Optional<String> value = name.matches("[a-z]+") ? value() : Optional.empty();
                if (value.isEmpty() || element.put(name, value.get()) != null) {
                    return Optional.empty();
                }
                skipSpace();
                continue;
            }
            if (at == text.length()) {
                return Optional.of(elements);
            }
            at++;
        }
    }

    /** In quotes, or up to what ends it. Empty if it is neither, or if something else follows. */
    private Optional<String> value() {
        var value = new StringBuilder();
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 1 : 0;
                if (at < text.length()) {
                    value.append(text.charAt(at));
                }
                at++;
            }
            if (at >= text.length()) {
                return Optional.empty();
            }
            at++;
        } else {
            while (at < text.length() && " \t,;\"".indexOf(text.charAt(at)) < 0) {
                value.append(text.charAt(at));
                at++;
            }
        }
        skipSpace();
        boolean ends = at == text.length() || text.charAt(at) == ',' || text.charAt(at) == ';';
        return ends && !value.isEmpty() ? Optional.of(value.toString()) : Optional.empty();
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
