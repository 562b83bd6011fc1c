package io.selfsame.cli.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.selfsame.testing.Seeds;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordTest {

    private static final String CHARACTERS = "ab \"',;\t\nü😀";

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t'})
    void readsWhatJacksonWrites(char delimiter) throws JsonProcessingException {
        var random = new Random(Seeds.of(CsvRecordTest.class));
        var writer = new CsvMapper()
                .writer(CsvSchema.emptySchema().withColumnSeparator(delimiter).withLineSeparator(""));
        for (int round = 0; round < 2_000; round++) {
            List<String> cells = IntStream.range(0, 1 + random.nextInt(6)).mapToObj(i -> cell(random)).toList();
            String text = writer.writeValueAsString(cells.toArray(new String[0]));
            CsvRecord.Row row = assertInstanceOf(CsvRecord.Row.class, CsvRecord.parse(text, delimiter), text);
            assertEquals(cells, row.cells(), text);
        }
    }

    @Test
    void whatIsOpenOrBrokenIsNoRow() {
        assertInstanceOf(CsvRecord.Unclosed.class, CsvRecord.parse("a,\"b", ','));
        assertInstanceOf(CsvRecord.Broken.class, CsvRecord.parse("a,\"b\"c,d", ','));
    }

    private static String cell(Random random) {
        var cell = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int[] all = CHARACTERS.codePoints().toArray();
            cell.appendCodePoint(all[random.nextInt(all.length)]);
        }
        return cell.toString();
    }
}
