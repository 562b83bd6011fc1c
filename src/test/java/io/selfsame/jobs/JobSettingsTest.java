package io.selfsame.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.selfsame.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "|", textBlock = """
            {}                                          | send {"intervalSeconds":5}
            []                                          | send {"intervalSeconds":5}
            "0 0 3 * * ?"                               | send {"intervalSeconds":5}
            {"interval":5}                              | unknown field "interval"
            {"intervalSeconds":0}                       | from 1 to 86400
            {"intervalSeconds":86401}                   | from 1 to 86400
            {"intervalSeconds":5000000000}              | from 1 to 86400
            {"intervalSeconds":1.5}                     | from 1 to 86400
            {"intervalSeconds":"5"}                     | from 1 to 86400
            {"intervalSeconds":null}                    | from 1 to 86400
            {"cron":"hourly"}                           | cron is not an expression of Quartz
            {"cron":5}                                  | cron is not an expression of Quartz
            {"cron":"0 0 3 * * ?","intervalSeconds":5}  | exclude each other
            {"paused":"yes"}                            | paused is true or false
            {"paused":null}                             | paused is true or false
            """)
    void whatIsNotTaken(String json, String because) throws JsonProcessingException {
        var body = Json.read(json);
        var refused = assertThrows(IllegalArgumentException.class, () -> JobSettings.read(body));
        assertTrue(String.valueOf(refused.getMessage()).contains(because), refused::getMessage);
    }

    @Test
    void whatIsNotSaidStaysAsItWas() throws JsonProcessingException {
        var standard = new JobSettings(Optional.empty(), false);
        var hourly = standard.with(JobSettings.read(Json.read("{\"intervalSeconds\":3600}")));
        assertEquals(new JobSettings(Optional.of(new Schedule.Every(3_600)), false), hourly);
        var paused = hourly.with(JobSettings.read(Json.read("{\"paused\":true}")));
        assertEquals(new JobSettings(Optional.of(new Schedule.Every(3_600)), true), paused);
        var both = paused.with(JobSettings.read(Json.read("{\"paused\":false,\"cron\":\"0 0 3 * * ?\"}")));
        assertEquals(new JobSettings(Optional.of(new Schedule.Cron("0 0 3 * * ?")), false), both);
    }
}
