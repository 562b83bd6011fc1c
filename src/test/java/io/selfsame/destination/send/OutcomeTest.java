package io.selfsame.destination.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer leads to, and when the next attempt is. */
class OutcomeTest {

    private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void successIsDelivered(int status) {
        assertEquals(new Outcome.Delivered(), of(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 423, 425, 429, 500, 501, 502, 503, 504, 599, 999})
    void whatMayPassIsTriedAgainAndNotTooSoon(int status) {
        assertEquals(new Outcome.Retry(MINUTE, "the receiver answered " + status), of(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 304, 307, 308, 400, 402, 404, 405, 406, 409, 411, 413, 415, 422, 451, 499})
    void whatWillNotPassIsFinal(int status) {
        assertTrue(of(status) instanceof Outcome.Final(String reason, String response)
                && reason.contains("answered " + status)
                && (status >= 400 || reason.contains("redirects are not followed")));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 410})
    void whatIsWrongForAllPauses(int status) {
        assertTrue(of(status) instanceof Outcome.Pause pause && pause.reason().contains("answered " + status));
    }

    @Test
    void withoutAnAnswer() {
        assertEquals(new Outcome.Retry(Optional.empty(), "the connection was refused"),
                Outcome.of(new Reply.Unreachable("the connection was refused")));
        assertEquals(new Outcome.Pause("why"), Outcome.of(new Reply.RefusedAddress("why")));
    }

    private static Outcome of(int status) {
        return Outcome.of(new Reply.Answered(status, "", true, MINUTE));
    }

    @Test
    void nineWaitsWithinAFifthOfTheSchedule() {
        List<Long> seconds = List.of(5L, 30L, 120L, 300L, 1_800L, 7_200L, 18_000L, 36_000L, 36_000L);
        for (double random : List.of(0.0, 0.5, 1.0)) {
            var schedule = new RetrySchedule(() -> random);
            List<Duration> waits = new ArrayList<>();
            for (int failures = 1; schedule.next(failures, Optional.empty()).isPresent(); failures++) {
                waits.add(schedule.next(failures, Optional.empty()).orElseThrow());
            }
            assertEquals(seconds.stream().map(each -> Duration.ofMillis(Math.round(each * (800 + 400 * random))))
                    .toList(), waits);
        }
    }

    @Test
    void waitsDifferAndTheReceiverMayAskForMore() {
        var random = new SplittableRandom(1);
        var schedule = new RetrySchedule(random::nextDouble);
        assertTrue(!schedule.next(3, Optional.empty()).equals(schedule.next(3, Optional.empty())));
        assertEquals(Optional.of(Duration.ofHours(1)), schedule.next(1, Optional.of(Duration.ofHours(1))));
        assertTrue(schedule.next(1, Optional.of(Duration.ZERO)).orElseThrow().toMillis() >= 4_000);
        assertEquals(Optional.empty(), schedule.next(10, Optional.of(Duration.ofHours(1))));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '0'                          , 0
            ' 120 '                      , 120
            '86401'                      , 86400
            '999999999999999999'         , 86400
            '1000000000000000000000'     , -1
            'Mon, 30 Nov 2026 12:00:30 GMT', 30
            'Mon, 30 Nov 2026 11:00:00 GMT', 0
            'Fri, 30 Nov 2029 12:00:00 GMT', 86400
            'Tue, 1 Dec 2026 00:00:00 GMT', 43200
            'Monday, 30-Nov-26 12:00:30 GMT', 30
            'Monday, 30-Nov-26 11:00:00 GMT', 0
            'Tuesday, 01-Dec-26 11:00:00 GMT', 82800
            'Friday, 30-Nov-29 12:00:00 GMT', 86400
            'Tuesday, 30-Nov-76 11:00:00 GMT', 86400
            'Monday, 30-Nov-76 13:00:00 GMT', 0
            'Sunday, 06-Nov-94 08:49:37 GMT', 0
            'Mon Nov 30 12:00:30 2026'   , 30
            'Tue Dec  1 06:00:00 2026'   , 64800
            'Sun Nov  6 08:49:37 1994'   , 0
            'Monday, 30-Nov-2026 12:00:30 GMT', -1
            'Mon Nov 31 12:00:30 2026'   , -1
            'Mon, 30 Nov 2026 12:00:30'  , -1
            'Friday, 31-Nov-26 12:00:30 GMT', -1
            '-1'                         , -1
            '1.5'                        , -1
            'soon'                       , -1
            ''                           , -1
            """)
    void retryAfterIsSecondsOrADateAndADayAtMost(String text, long seconds) {
        assertEquals(seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)),
                RetryAfter.parse(text, Instant.parse("2026-11-30T12:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Authorization   , Bearer abc , true
            X-Api-Key       , 'a b'      , true
            Cookie          , a=b        , true
            Host            , x          , false
            content-length  , 1          , false
            Content-Type    , text/plain , false
            Transfer-Encoding, chunked   , false
            X-SIGNATURE     , x          , false
            Webhook-Id      , x          , false
            webhook-anything, x          , false
            Proxy-Authorization, x       , false
            User-Agent      , x          , false
            'X Y'           , x          , false
            'X:'            , x          , false
            ''              , x          , false
            Schlüssel       , x          , false
            X-A             , ''         , false
            X-A             , ' x'       , false
            X-A             , é          , false
            """)
    void headersThatPeopleMayAdd(String name, String value, boolean may) {
        assertEquals(may, ReservedHeaders.problem(name, value).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nHost: x", "a\nb", "a\0b", "a\u007fb"})
    void noHeaderBringsAnotherLine(String value) {
        assertTrue(ReservedHeaders.problem("X-A", value).isPresent());
        assertTrue(ReservedHeaders.problem(value, "x").isPresent());
        assertTrue(ReservedHeaders.problem("X-A", "a".repeat(4_097)).isPresent());
    }
}
