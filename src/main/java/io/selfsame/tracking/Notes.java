package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The notes about one message. No sender chooses how many rows we write about an event, so only the first are kept. For one thread. */
final class Notes {

    private static final int MOST = 10;

    private final List<Note> notes = new ArrayList<>();

    /** Notes a part with its value in JSON. */
    void add(String code, String field, JsonNode value) {
        // Not written for nothing: there may be some ten thousand.
        add(code, field, notes.size() < MOST ? Json.write(value) : "");
    }

    /** Notes a part with its value. */
    void add(String code, String field, String value) {
        if (notes.size() < MOST) {
            notes.add(new Note(code, field, value));
        } else if (notes.size() == MOST) {
            notes.add(new Note("more_violations", "", ""));
        }
    }

    /** Those that are kept; the last one says so if there are more. */
    List<Note> list() {
        return List.copyOf(notes);
    }

    boolean isEmpty() {
        return notes.isEmpty();
    }
}
