package io.selfsame.query.cypher;

import io.selfsame.query.Query;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a query is compiled for: begin with {@link #people} or {@link #accounts}. Immutable.
 *
 * @param space the space that is asked
 * @param now the instant of evaluation; later events do not exist
 * @param level whom the query is about
 * @param needs a person counts only with an external ID of one of these types, in accounts too; empty: everybody does
 * @param only whom to look at: canonical segment IDs of people, or group IDs of accounts; empty: the whole space
 * @param definitions what {@code trait('key')} may refer to, besides custom traits
 * @param text the query as written, for the header of the statement; empty: none
 * @param gaps what is known of the space, and not of the query, that keeps the statement from being exact, in sentences
 * @param zone the time zone in which days begin
 * @param lists the values of the stored lists that the query asks for, by key
 */
public record Target(String space, Instant now, TargetLevel level, Set<String> needs, Optional<List<String>> only,
        StoredDefinitions definitions, String text, List<String> gaps, ZoneId zone, Map<String, List<Object>> lists) {

    /** Whom a query is about. */
    public enum TargetLevel {
        /** People. */
        USERS,
        /** Accounts, through the people who belong to them. */
        ACCOUNTS
    }

    /**
     * Other definitions, whose results are stored in the graph: those of the people and those of the accounts of a space,
     * by key. Immutable.
     *
     * @param needs by the key of a definition of people: somebody counts for it only with an external ID of one of these types
     */
    public record StoredDefinitions(Map<String, Query> people, Map<String, Query> accounts,
            Map<String, Set<String>> needs) {
        public StoredDefinitions {
            people = Map.copyOf(people);
            accounts = Map.copyOf(accounts);
            needs = Map.copyOf(needs);
        }

        /** Definitions for which everybody counts. */
        public StoredDefinitions(Map<String, Query> people, Map<String, Query> accounts) {
            this(people, accounts, Map.of());
        }
    }

    public Target {
        needs = Set.copyOf(needs);
        only = only.map(List::copyOf);
        gaps = List.copyOf(gaps);
        lists = Map.copyOf(lists);
    }

    /** All people of a space. */
    public static Target people(String space, Instant now) {
        return of(space, now, TargetLevel.USERS);
    }

    /** All accounts of a space. */
    public static Target accounts(String space, Instant now) {
        return of(space, now, TargetLevel.ACCOUNTS);
    }

    private static Target of(String space, Instant now, TargetLevel level) {
        return new Target(space, now, level, Set.of(), Optional.empty(), new StoredDefinitions(Map.of(), Map.of()), "",
                List.of(), ZoneOffset.UTC, Map.of());
    }

    /** The same, but of people, those of accounts too, only those with an external ID of one of these types. */
    public Target needing(Set<String> types) {
        return new Target(space, now, level, types, only, definitions, text, gaps, zone, lists);
    }

    /** The same, for these people (canonical segment IDs) or accounts (group IDs) alone. */
    public Target forOnly(List<String> ids) {
        return new Target(space, now, level, needs, Optional.of(ids), definitions, text, gaps, zone, lists);
    }

    /** The same, where {@code trait('key')} may refer to these. */
    public Target knowing(StoredDefinitions others) {
        return new Target(space, now, level, needs, only, others, text, gaps, zone, lists);
    }

    /** The same, where days begin in another time zone. */
    public Target inZone(ZoneId other) {
        return new Target(space, now, level, needs, only, definitions, text, gaps, other, lists);
    }

    /** The same, with the text of the query. */
    public Target withText(String written) {
        return new Target(space, now, level, needs, only, definitions, written, gaps, zone, lists);
    }

    /** The same, where more is known that keeps the statement from being exact. */
    public Target withGaps(List<String> known) {
        return new Target(space, now, level, needs, only, definitions, text, known, zone, lists);
    }

    /** The same, with the values of stored lists, by key. */
    public Target withLists(Map<String, List<Object>> values) {
        return new Target(space, now, level, needs, only, definitions, text, gaps, zone, values);
    }
}
