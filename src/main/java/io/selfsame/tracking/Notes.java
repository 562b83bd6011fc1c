package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.Json;
import io.selfsame.tracking.plan.TrackingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The notes about one message. No sender chooses how many rows we write about an event, so only the first are kept. For one thread. */
final class Notes {

    private static final int MOST = 10;

    /**
     * A part of an event that could not be read, or does not count: the event is taken without it.
     *
     * @param code what is wrong, as of a rejection
     * @param field the path to the part
     * @param value the part as it was sent, its beginning if it is long
     * @param message what is wrong in words, where the code does not say it: then events of which the same is wrong are counted together,
     *     and not those with the same value
     */
    record Note(String code, String field, String value, Optional<String> message) {

        private static final int LONGEST = 200;

        Note {
            value = beginning(value);
            // Its parts may be names that a sender has made up, and an index takes texts of a few thousand characters.
            field = beginning(field);
        }

        private static String beginning(String text) {
            return text.length() > LONGEST
                    ? text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST)
                    : text;
        }

        Note(String code, String field, String value) {
            this(code, field, value, Optional.empty());
        }
    }

    private final List<Note> notes;

    Notes() {
        this(List.of());
    }

    /** @param before those that there are already */
    Notes(List<Note> before) {
        this.notes = new ArrayList<>(before);
    }

    /** Notes a part with its value in JSON. */
    void add(String code, String field, JsonNode value) {
        // Not written for nothing: there may be some ten thousand.
        add(code, field, notes.size() < MOST ? Json.write(value) : "");
    }

    /** Notes a part with its value. */
    void add(String code, String field, String value) {
        add(new Note(code, field, value));
    }

    /** Notes what a tracking plan has found. */
    void add(TrackingPlan.Finding finding) {
        add(new Note(finding.code(), finding.field(), notes.size() < MOST ? Json.write(finding.value()) : "",
                Optional.of(finding.message())));
    }

    private void add(Note note) {
        if (notes.size() < MOST) {
            notes.add(note);
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
