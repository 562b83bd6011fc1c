package io.selfsame.jobs;

import java.util.regex.Pattern;

/**
 * Something that spaces have done from time to time.
 *
 * @param name as it stands in paths: a lower case word
 * @param standard when it runs where nobody has said otherwise. What runs by the day has threads of its own, so that what
 *     runs every few seconds need not wait for it
 * @param lease the right to do it, which a space gives to one run at a time: kinds that write the same name the same one
 * @param where which spaces have it done
 * @param work what is done
 */
public record JobKind(String name, Schedule standard, String lease, Where where, JobWork work) {

    /** Which spaces have something done. */
    public enum Where {
        /** Those with definitions, or with jobs that somebody has changed. */
        DEFINITIONS,
        /** Those that have, or had, destinations. */
        DESTINATIONS,
        /** All there are. */
        EVERYWHERE
    }

    private static final Pattern NAME = Pattern.compile("[a-z]{1,40}");

    public JobKind {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A job is named by a lower case word, and not '" + name + "'");
        }
    }

    /** A kind for spaces with definitions. */
    public JobKind(String name, Schedule standard, String lease, JobWork work) {
        this(name, standard, lease, Where.DEFINITIONS, work);
    }

    /** A kind that shares its lease with no other. */
    public JobKind(String name, Schedule standard, JobWork work) {
        this(name, standard, name, work);
    }

    /** The same for every space there is. */
    public JobKind inEverySpace() {
        return new JobKind(name, standard, lease, Where.EVERYWHERE, work);
    }

    /** The same for the spaces with destinations. */
    public JobKind withDestinations() {
        return new JobKind(name, standard, lease, Where.DESTINATIONS, work);
    }

    /** Whether it is about seconds, and not days. */
    boolean isFrequent() {
        return switch (standard) {
            case Schedule.Every every -> true;
            case Schedule.Cron cron -> false;
            case Schedule.Daily daily -> false;
        };
    }
}
