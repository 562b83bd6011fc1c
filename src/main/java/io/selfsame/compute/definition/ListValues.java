package io.selfsame.compute.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import io.selfsame.json.KnownFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * The values of a stored list as people send and read them: each once, numbers before texts, in order. Immutable.
 *
 * @param wholes numbers that are whole, and fit into 64 bits
 * @param fractions all other numbers
 */
record ListValues(List<Long> wholes, List<Double> fractions, List<String> texts) {

    /** Values of one list. */
    static final int MOST = 10_000;

    /** Characters of one value: of texts in events so many count. */
    static final int LONGEST = 1_000;

    /** Characters of all texts of one list. */
    static final int CHARACTERS = 500_000;

    private static final KnownFields FIELDS = KnownFields.of("values").ignoring("key", "size", "createdAt", "updatedAt",
            "updatedBy");
    private static final String FORM = "The body is {\"values\": [\u2026]} with texts and numbers";

    ListValues {
        wholes = List.copyOf(wholes);
        fractions = List.copyOf(fractions);
        texts = List.copyOf(texts);
    }

    /**
     * Reads the body of a request.
     *
     * @throws Invalid if it is none, or too much; the message names the first value that is wrong
     */
    static ListValues read(JsonNode body) {
        FIELDS.require(body);
        if (!body.path("values").isArray()) {
            throw new Invalid(FORM);
        }
        JsonNode values = body.path("values");
        if (values.size() > MOST) {
            throw new Invalid("The list has " + values.size() + " values; the limit is " + MOST);
        }
        Set<Long> wholes = new TreeSet<>();
        Set<Double> fractions = new TreeSet<>();
        Set<String> texts = new TreeSet<>();
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i);
            if (value.isTextual()) {
                texts.add(text(value.textValue(), i));
            } else if (value.isNumber()) {
                number(value.decimalValue(), i, wholes, fractions);
            } else {
                throw new Invalid("values[" + i + "] is neither a text nor a number");
            }
        }
        var read = new ListValues(List.copyOf(wholes), List.copyOf(fractions), List.copyOf(texts));
        if (read.characters() > CHARACTERS) {
            throw new Invalid("The texts of the list have " + read.characters() + " characters together; the limit is "
                    + CHARACTERS);
        }
        return read;
    }

    private static String text(String text, int index) {
        if (text.length() > LONGEST) {
            throw new Invalid("values[" + index + "] has " + text.length() + " characters; the limit is " + LONGEST);
        }
        return text;
    }

    private static void number(BigDecimal number, int index, Set<Long> wholes, Set<Double> fractions) {
        try {
            wholes.add(number.longValueExact());
        } catch (ArithmeticException fraction) {
            double nearest = number.doubleValue();
            if (!Double.isFinite(nearest)) {
                throw new Invalid("values[" + index + "] is a number beyond what a double holds");
            }
            fractions.add(nearest);
        }
    }

    static ListValues of(Record row) {
        return new ListValues(row.get("wholes").asList(Value::asLong), row.get("fractions").asList(Value::asDouble),
                row.get("texts").asList(Value::asString));
    }

    /** How many there are. */
    int size() {
        return wholes.size() + fractions.size() + texts.size();
    }

    /** Of the texts. */
    long characters() {
        return texts.stream().mapToLong(String::length).sum();
    }

    /** All, numbers first. */
    List<Object> all() {
        List<Object> all = new ArrayList<>(wholes);
        all.addAll(fractions);
        all.addAll(texts);
        return all;
    }

    /** As properties of the node. */
    Map<String, Object> properties() {
        return new HashMap<>(Map.of("wholes", wholes, "fractions", fractions, "texts", texts, "size", size(),
                "characters", characters()));
    }
}
