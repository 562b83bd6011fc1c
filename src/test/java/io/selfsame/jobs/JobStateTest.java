package io.selfsame.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStateTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final JobKind REFRESH = new JobKind("refresh", new Schedule.Every(5),
            JobWork.whole((space, lease) -> ""));
    private static final JobKind CHECK = new JobKind("check", new Schedule.Daily(LocalTime.of(3, 17)),
            JobWork.whole((space, lease) -> ""));

    @ParameterizedTest
    @CsvSource(textBlock = """
            # cron         , paused, created before, succeeded before, lag
                           , false ,               ,                 , 0
                           , false , 3             ,                 , 0
                           , false , 30            ,                 , 30
                           , false , 9000          , 3               , 0
                           , false , 9000          , 6               , 0
                           , false , 9000          , 8               , 8
                           , false , 9000          , 900             , 900
                           , true  , 9000          , 900             , 0
            0 0 11 * * ?   , false , 9000          , 3599            , 0
            0 0 11 * * ?   , false , 9000          , 7200            , 7200
            """)
    void lagIsTheAgeOfTheOutcomeOnceItIsTimeForAnother(String cron, boolean paused, Long created, Long succeeded,
            long lag) {
        var settings = new JobSettings(Optional.ofNullable(cron).map(Schedule.Cron::new), paused);
        assertEquals(lag, state(REFRESH, settings, created, succeeded).lagSeconds(REFRESH));
    }

    @ParameterizedTest
    @CsvSource({"3600,0", "36000,36000"})
    void lagOfWhatIsDaily(long succeeded, long lag) {
        var settings = new JobSettings(Optional.empty(), false);
        assertEquals(lag, state(CHECK, settings, 90_000L, succeeded).lagSeconds(CHECK));
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 0", "3, 60, 60", "60, 3, 60"})
    void lagOfWhatIsLeftUndone(long succeeded, long overdue, long lag) {
        var settings = new JobSettings(Optional.empty(), false);
        assertEquals(lag, state(REFRESH, settings, 9_000L, succeeded, overdue).lagSeconds(REFRESH));
    }

    private static JobState state(JobKind kind, JobSettings settings, Long created, Long succeeded) {
        return state(kind, settings, created, succeeded, null);
    }

    private static JobState state(JobKind kind, JobSettings settings, Long created, Long succeeded,
            Long overdue) {
        return new JobState(new JobId(new SpaceId("shop"), kind.name()), NOON, 0, settings, false, before(created),
                Optional.empty(), before(succeeded), before(succeeded), before(succeeded), Optional.empty(),
                Optional.empty(), Optional.empty(), 0, Optional.empty(), false, before(overdue));
    }

    private static Optional<Instant> before(Long seconds) {
        return Optional.ofNullable(seconds).map(NOON::minusSeconds);
    }
}
