package io.selfsame.jobs;

import java.util.regex.Pattern;

/**
 * A kind of job that spaces have.
 *
 * @param name as in paths: one word in lower case
 * @param standard when it runs if a space does not change that. Daily jobs have threads of their own, so that frequent jobs do
 *     not wait for them
 * @param lease the name of the lease, which a space gives to one run at a time; kinds with the same name exclude each other
 * @param where which spaces have it
 * @param standsIn whether this instance lacks something for it: it runs while no living instance has that, to say what is missing
 * @param work what it does
 */
public record JobKind(String name, Schedule standard, String lease, Where where, boolean standsIn, JobWork work) {

    /** Which spaces have something done. */
    public enum Where {
        /** Those with definitions, or with jobs that somebody has changed. */
        DEFINITIONS,
        /** Those that have, or had, destinations. */
        DESTINATIONS,
        /** Those with destinations that are tools of the catalogue. */
        TOOLS,
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
        this(name, standard, lease, Where.DEFINITIONS, false, work);
    }

    /** A kind for spaces with definitions, with a lease of its own. */
    public JobKind(String name, Schedule standard, JobWork work) {
        this(name, standard, name, work);
    }

    /** The same kind for all spaces. */
    public JobKind inEverySpace() {
        return new JobKind(name, standard, lease, Where.EVERYWHERE, standsIn, work);
    }

    /** The same for the spaces with destinations. */
    public JobKind withDestinations() {
        return new JobKind(name, standard, lease, Where.DESTINATIONS, standsIn, work);
    }

    /** The same for the spaces that send to tools of the catalogue. */
    public JobKind withTools() {
        return new JobKind(name, standard, lease, Where.TOOLS, standsIn, work);
    }

    /** The same, on an instance that lacks something for it, or does not. */
    public JobKind standingIn(boolean lacks) {
        return new JobKind(name, standard, lease, where, lacks, work);
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
