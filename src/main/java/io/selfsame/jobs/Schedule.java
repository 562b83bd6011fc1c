package io.selfsame.jobs;

import io.selfsame.space.SpaceId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** When a job runs. Immutable. */
public sealed interface Schedule {

    /** The schedule of one space: what differs between spaces is settled. */
    SpaceSchedule of(SpaceId space);

    /**
     * Once a day, each space at a time of its own, so that not all work falls on one minute.
     *
     * @param from when the hour begins over which the spaces are spread, in UTC
     */
    record Daily(LocalTime from) implements Schedule {

        @Override
        public SpaceSchedule of(SpaceId space) {
            LocalTime time = from.plusSeconds(Math.floorMod(space.value().hashCode(), 3_600));
            return new Cron(time.getSecond() + " " + time.getMinute() + " " + time.getHour() + " * * ?");
        }
    }

    /** One that says when, whatever the space. */
    sealed interface SpaceSchedule extends Schedule {

        @Override
        default SpaceSchedule of(SpaceId space) {
            return this;
        }

        /**
         * When to run next; empty if never again.
         *
         * @param started when it was last started
         * @param now the earliest answer
         */
        Optional<Instant> next(Instant started, Instant now);

        /**
         * When to try again what has failed: soon, then after pauses that double.
         *
         * @param failures how often it has failed in a row, at least 1
         */
        Instant retry(int failures, Instant now);
    }

    /**
     * From start to start; a run that takes longer is followed by the next at once. After failures the pauses grow to a
     * minute, or to the interval if that is longer.
     *
     * @param seconds 1 to 86400
     */
    record Every(int seconds) implements SpaceSchedule {

        static final int MOST = 86_400;

        public Every {
            if (seconds < 1 || seconds > MOST) {
                throw new IllegalArgumentException("intervalSeconds is a whole number from 1 to " + MOST);
            }
        }

        @Override
        public Optional<Instant> next(Instant started, Instant now) {
            Instant due = started.plusSeconds(seconds);
            return Optional.of(due.isBefore(now) ? now : due);
        }

        @Override
        public Instant retry(int failures, Instant now) {
            return now.plus(pause(failures, Math.min(seconds, 60), longestPause().toSeconds()));
        }

        /** Between two runs, after however many failures. */
        Duration longestPause() {
            return Duration.ofSeconds(Math.max(seconds, 60));
        }
    }

    /**
     * By the calendar, in UTC. After failures the pauses grow from a minute to an hour, but the next time of the calendar is
     * not missed for it.
     *
     * @param expression as Quartz has it: seconds, minutes, hours, day of month, month, day of week, and perhaps years
     */
    record Cron(String expression) implements SpaceSchedule {

        private static final int LONGEST = 200;

        public Cron {
            if (expression.length() > LONGEST) {
                throw new IllegalArgumentException("cron has more than " + LONGEST + " characters");
            }
            parse(expression);
        }

        private static CronExpression parse(String expression) {
            try {
                var cron = new CronExpression(expression);
                cron.setTimeZone(TimeZone.getTimeZone("UTC"));
                return cron;
            } catch (ParseException | RuntimeException e) {
                // Of what is far from any expression Quartz says where in its own code it gave up.
                String reason = String.valueOf(e.getMessage());
                throw new IllegalArgumentException(
                        "cron is not an expression of Quartz (seconds, minutes, hours, day of "
                                + "month, month, day of week; in UTC), like \"0 0 3 * * ?\""
                                + (reason.contains("Exception") ? "" : ": " + reason),
                        e);
            }
        }

        @Override
        public Optional<Instant> next(Instant started, Instant now) {
            return Optional.ofNullable(parse(expression).getNextValidTimeAfter(Date.from(now))).map(Date::toInstant);
        }

        @Override
        public Instant retry(int failures, Instant now) {
            Instant retry = now.plus(pause(failures, 60, 3_600));
            return next(now, now).filter(planned -> planned.isBefore(retry)).orElse(retry);
        }
    }

    private static Duration pause(int failures, long firstSeconds, long mostSeconds) {
        return Duration.ofSeconds(Math.min(mostSeconds, firstSeconds << Math.min(failures - 1, 20)));
    }
}
