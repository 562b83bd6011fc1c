package io.selfsame.testing;

import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Cast;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import io.selfsame.query.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Queries that pass {@code QueryCheck}, over a small vocabulary, so that they are often true of a small data set. Seeded:
 * the same seed, vocabulary and calls give the same queries.
 */
public final class RandomQuery {

    /** Conditions are not made deeper than this: the rest of what is allowed is for the caller to wrap them. */
    private static final int DEPTH = 10;
    private static final int NESTED_EVENTS = 3;

    /**
     * What queries speak of. No list is empty.
     *
     * @param properties paths, as in text
     * @param literals strings, longs, doubles and booleans
     * @param dates what {@code before_date} takes
     * @param spans of windows; sessions and date comparisons have them too
     */
    public record Vocabulary(List<String> events, List<String> properties, List<String> contexts, List<String> traits,
            List<Object> literals, List<String> texts, List<String> dates, List<Span> spans, List<String> sources) {

        /** A little of everything. */
        public static Vocabulary small() {
            return new Vocabulary(List.of("Cart", "Order", "Viewed"),
                    List.of("total", "sku", "tags.$", "cart.size", "at"),
                    List.of("page.url", "ip"), List.of("plan", "age", "vip", "born"),
                    List.of("a", "b", "pro", "2026-01-10T00:00:00Z", 0L, 1L, 2L, 50L, 12.5, true, false),
                    List.of("a", "b", "pro", "1", "/shop"),
                    List.of("2026-01-10", "2026-01-15T12:00:00Z", "2026-02-01T00:00:00.5+02:00"),
                    List.of(new Span(1, Span.Unit.HOURS), new Span(90, Span.Unit.MINUTES),
                            new Span(1, Span.Unit.DAYS), new Span(7, Span.Unit.DAYS), new Span(3600, Span.Unit.SECONDS),
                            new Span(30, Span.Unit.DAYS)),
                    List.of("src_1", "src_2"));
        }
    }

    private enum Scope {
        SUBJECT,
        MEMBER,
        EVENT,
        CHILD,
        GRANDCHILD,
        ELEMENT;

        boolean ofEvent() {
            return this == EVENT || ofChild();
        }

        boolean ofChild() {
            return this == CHILD || this == GRANDCHILD;
        }

        Scope inside() {
            return switch (this) {
                case SUBJECT, MEMBER, ELEMENT -> EVENT;
                case EVENT -> CHILD;
                case CHILD, GRANDCHILD -> GRANDCHILD;
            };
        }
    }

    private final Random random;
    private final Vocabulary words;
    private final boolean accounts;

    /**
     * @param accounts
     *            if ANY and ALL may stand in memberships
     */
    public RandomQuery(long seed, Vocabulary words, boolean accounts) {
        this.random = new Random(seed);
        this.words = words;
        this.accounts = accounts;
    }

    /**
     * @param size
     *            of comparisons, those inside {@code where} too, there are at most so many; from 1 to 50
     */
    public Query.Membership membership(int size) {
        return new Query.Membership(condition(Scope.SUBJECT, 1 + random.nextInt(size), 1, 0));
    }

    /**
     * @param size
     *            as for a membership; the value itself counts as one
     */
    public Query.Computation computation(int size) {
        return new Query.Computation(reduction(Scope.SUBJECT, random.nextInt(size), 1, 0));
    }

    private Condition condition(Scope scope, int size, int depth, int nested) {
        if (depth < DEPTH) {
            if (size > 1 && random.nextInt(3) > 0) {
                List<Condition> several = new ArrayList<>();
                for (int part : split(size, 2 + random.nextInt(2))) {
                    several.add(condition(scope, part, depth + 1, nested));
                }
                return random.nextBoolean() ? new Condition.And(several) : new Condition.Or(several);
            }
            if (random.nextInt(6) == 0) {
                return new Condition.Not(condition(scope, size, depth + 1, nested));
            }
            if (accounts && scope == Scope.SUBJECT && random.nextInt(2) == 0) {
                Condition inner = condition(Scope.MEMBER, size, depth + 1, nested);
                return random.nextBoolean() ? new Condition.AnyUser(inner) : new Condition.AllUsers(inner);
            }
        }
        Operand value = left(scope, size - 1, depth, nested);
        boolean array = !(value instanceof Operand.Reduction) && !(value instanceof Operand.Literal)
                && !(value instanceof Operand.CreatedAt);
        if (array && size > 1 && depth < DEPTH && random.nextInt(3) == 0) {
            return new Condition.Is(value.taken(Cast.AS_IS),
                    new Comparator.Has(condition(Scope.ELEMENT, size - 1, depth + 1, nested)));
        }
        Comparator comparator = comparator(scope, value);
        return new Condition.Is(value, comparator instanceof Comparator.Compare(var op, Operand.Literal constant)
                ? new Comparator.Compare(op, ofKind(value, constant))
                : comparator);
    }

    /** A constant that can meet a value that is always of one kind. */
    private Operand.Literal ofKind(Operand value, Operand.Literal constant) {
        boolean time = value instanceof Operand.CreatedAt
                || value instanceof Operand.Reduction(var events, Reducer reducer)
                        && (reducer instanceof Reducer.FirstSeen || reducer instanceof Reducer.LastSeen);
        return time
                ? new Operand.Literal("2026-0" + (1 + random.nextInt(9)) + "-01")
                : switch (value.takenAs()) {
                    case AS_IS -> constant;
                    case NUMBER -> new Operand.Literal((long) random.nextInt(9));
                    case BOOLEAN -> new Operand.Literal(random.nextBoolean());
                };
    }

    /** Sizes of one at least that make the whole; fewer than wanted, if it is too small. */
    private List<Integer> split(int size, int parts) {
        List<Integer> sizes = new ArrayList<>();
        int rest = size;
        for (int i = 1; i < Math.min(parts, size); i++) {
            int part = 1 + random.nextInt(rest - (Math.min(parts, size) - i));
            sizes.add(part);
            rest -= part;
        }
        sizes.add(rest);
        return sizes;
    }

    private Operand left(Scope scope, int inside, int depth, int nested) {
        if (scope == Scope.ELEMENT) {
            return element();
        }
        boolean events = scope.ofEvent()
                ? nested < NESTED_EVENTS && depth < DEPTH && random.nextInt(3) == 0
                : random.nextInt(3) > 0;
        if (events) {
            return reduction(scope, inside, depth, nested);
        }
        if (scope.ofEvent() && random.nextInt(8) > 0) {
            return field(scope.ofChild() && random.nextInt(3) == 0 ? around(scope) : Operand.Whose.EVENT);
        }
        if ((scope == Scope.MEMBER || (scope == Scope.SUBJECT && !accounts)) && random.nextInt(6) == 0) {
            return new Operand.CreatedAt();
        }
        return random.nextInt(40) == 0 ? literal() : trait();
    }

    private Operand.Reduction reduction(Scope scope, int inside, int depth, int nested) {
        Scope within = scope.inside();
        List<Filter> filters = new ArrayList<>();
        // Its events have no properties to ask about.
        boolean any = random.nextInt(8) == 0;
        if (depth < DEPTH && !any) {
            int rest = inside;
            while (rest > 0 && random.nextInt(4) > 0) {
                int part = 1 + random.nextInt(rest);
                filters.add(new Filter.Where(condition(within, part, depth + 1, nested + 1)));
                rest -= part;
            }
        }
        while (random.nextInt(2) == 0) {
            filters.add(random.nextInt(filters.size() + 1), window(since(within)));
        }
        return any
                ? new Operand.Reduction(new Events(Events.ANY, filters), pick(List.of(new Reducer.Count(),
                        new Reducer.CountDays(), new Reducer.FirstSeen(), new Reducer.LastSeen())))
                : new Operand.Reduction(new Events(pick(words.events()), filters), reducer());
    }

    private Operand.Whose around(Scope scope) {
        return scope == Scope.GRANDCHILD && random.nextBoolean() ? Operand.Whose.GRANDPARENT : Operand.Whose.PARENT;
    }

    private Filter.Since since(Scope scope) {
        if (!scope.ofChild() || random.nextInt(3) == 0) {
            return Filter.Since.NOW;
        }
        return switch (random.nextInt(4)) {
            case 0 -> Filter.Since.CHAIN;
            case 1 -> scope == Scope.GRANDCHILD ? Filter.Since.GRANDPARENT : Filter.Since.PARENT;
            default -> Filter.Since.PARENT;
        };
    }

    private Filter window(Filter.Since since) {
        return switch (random.nextInt(13)) {
            case 12 -> new Filter.During(period());
            case 10 -> new Filter.After(new Moment(pick(words.dates())));
            case 11 -> random.nextBoolean() ? new Filter.Before(new Moment(pick(words.dates()))) : betweenDates();
            case 0 -> new Filter.ExpiresAfter(span());
            case 1 -> new Filter.ExcludeSources(some(words.sources()));
            case 2, 3 -> {
                Span one = span();
                Span other = span();
                boolean ordered = one.duration().compareTo(other.duration()) <= 0;
                yield new Filter.Between(since, ordered ? one : other, ordered ? other : one);
            }
            default -> new Filter.Within(since, span());
        };
    }

    private CalendarPeriod period() {
        return pick(List.of(CalendarPeriod.values()));
    }

    private Filter betweenDates() {
        var one = new Moment(pick(words.dates()));
        var other = new Moment(pick(words.dates()));
        return one.instant().isAfter(other.instant())
                ? new Filter.BetweenDates(other, one)
                : new Filter.BetweenDates(one, other);
    }

    private Reducer reducer() {
        return switch (random.nextInt(20)) {
            case 0 -> new Reducer.Sum(ofNumbers());
            case 1 -> new Reducer.Avg(ofNumbers());
            case 2 -> {
                Reducer.ValueType as = extreme();
                yield new Reducer.Max(ofExtreme(as), as);
            }
            case 3 -> {
                Reducer.ValueType as = extreme();
                yield new Reducer.Min(ofExtreme(as), as);
            }
            case 4, 5 ->
                new Reducer.Mode(field(Operand.Whose.EVENT).taken(Cast.AS_IS),
                        pick(List.of(Reducer.ValueType.values())),
                        1 + random.nextInt(3));
            case 6 -> new Reducer.First(field(Operand.Whose.EVENT));
            case 7 -> new Reducer.Last(field(Operand.Whose.EVENT));
            case 8 -> new Reducer.Unique(field(Operand.Whose.EVENT));
            case 9 -> new Reducer.UniqueCount(field(Operand.Whose.EVENT));
            case 10 -> new Reducer.FirstSeen();
            case 11 -> new Reducer.LastSeen();
            case 12, 13 -> new Reducer.CountDays();
            default -> new Reducer.Count();
        };
    }

    private Operand.Field ofExtreme(Reducer.ValueType as) {
        return as == Reducer.ValueType.NUMBER ? ofNumbers() : field(Operand.Whose.EVENT).taken(Cast.AS_IS);
    }

    private Reducer.ValueType extreme() {
        return random.nextBoolean() ? Reducer.ValueType.NUMBER : Reducer.ValueType.STRING;
    }

    private Comparator comparator(Scope scope, Operand value) {
        boolean counted = value instanceof Operand.Reduction(Events events, Reducer reducer)
                && (reducer instanceof Reducer.Count || reducer instanceof Reducer.UniqueCount
                        || reducer instanceof Reducer.CountDays);
        if (counted && random.nextInt(8) > 0) {
            return new Comparator.Compare(pick(List.of(Comparator.Op.values())),
                    new Operand.Literal((long) random.nextInt(4)));
        }
        return switch (random.nextInt(32)) {
            case 0 -> new Comparator.Exists();
            case 1 -> new Comparator.Absent();
            case 2 -> new Comparator.Contains(some(words.texts()));
            case 3 -> new Comparator.Omits(some(words.texts()));
            case 4 -> new Comparator.StartsWith(pick(words.texts()));
            case 5 -> new Comparator.EndsWith(pick(words.texts()));
            case 6 -> new Comparator.OneOf(some(words.literals()).stream().map(Operand.Literal::new).toList());
            case 7 -> new Comparator.NoneOf(some(words.literals()).stream().map(Operand.Literal::new).toList());
            case 8 -> new Comparator.BeforeDate(date(scope));
            case 9 -> new Comparator.AfterDate(date(scope));
            case 10 -> new Comparator.WithinLast(span());
            case 11 -> new Comparator.WithinNext(span());
            case 12 -> new Comparator.BeforeLast(span());
            case 13 -> new Comparator.AfterNext(span());
            case 14 -> new Comparator.EqualsIgnoreCase(anyCase(pick(words.texts())));
            case 15 -> new Comparator.ContainsIgnoreCase(some(words.texts()).stream().map(this::anyCase).toList());
            case 16 -> new Comparator.Matches(pattern(), false);
            case 17 -> new Comparator.Matches(anyCase(pattern()), true);
            case 18 -> new Comparator.During(period());
            case 19 -> new Comparator.CompareVersion(pick(List.of(Comparator.Op.EQUALS, Comparator.Op.GREATER_THAN,
                    Comparator.Op.AT_LEAST, Comparator.Op.LESS_THAN, Comparator.Op.AT_MOST)),
                    pick(List.of("0", "1", "v2.0", "12.0.0", "12.5", "12.10", "5-rc.1")));
            case 20 -> new Comparator.AnniversaryToday();
            case 21 -> random.nextBoolean()
                    ? new Comparator.AnniversaryWithinNext(days())
                    : new Comparator.AnniversaryWithinLast(days());
            default -> {
                Operand with = right(scope);
                // Counts are compared with no other constants.
                yield new Comparator.Compare(pick(List.of(Comparator.Op.values())),
                        counted && with instanceof Operand.Literal(Object constant) && !(constant instanceof Number)
                                ? new Operand.Literal(1L)
                                : with);
            }
        };
    }

    private String anyCase(String text) {
        return random.nextBoolean() ? text : text.toUpperCase(java.util.Locale.ROOT);
    }

    private String pattern() {
        List<String> wild = List.of("", "*", "?", "**", "*?");
        String text = pick(words.texts()).replaceAll("[\\\\*?]", "\\\\$0");
        return pick(wild) + text + pick(wild)
                + (random.nextInt(3) == 0 ? pick(words.texts()).replaceAll("[\\\\*?]", "") : "")
                + pick(wild);
    }

    private Operand right(Scope scope) {
        if (random.nextInt(3) > 0) {
            return literal();
        }
        if (scope.ofEvent() && random.nextInt(4) > 0) {
            return field(scope.ofChild() && random.nextInt(3) > 0 ? around(scope) : Operand.Whose.EVENT);
        }
        return scope == Scope.ELEMENT ? element() : trait();
    }

    private Operand date(Scope scope) {
        if (random.nextInt(4) > 0) {
            return new Operand.Literal(pick(words.dates()));
        }
        return scope == Scope.ELEMENT ? element() : scope.ofEvent() ? field(Operand.Whose.EVENT) : trait();
    }

    private Operand.Element element() {
        return new Operand.Element(
                random.nextBoolean()
                        ? Path.of(pick(List.of("sku", "quantity")))
                        : Path.parse(pick(words.properties())),
                cast());
    }

    private Operand.Trait trait() {
        if (random.nextInt(6) == 0) {
            return new Operand.Trait(Path.of("$consent:" + pick(RandomShop.CATEGORIES)), cast());
        }
        return new Operand.Trait(Path.parse(pick(words.traits())), cast());
    }

    private Operand.Literal literal() {
        return new Operand.Literal(pick(words.literals()));
    }

    private Operand.Field field(Operand.Whose of) {
        return random.nextInt(5) == 0
                ? new Operand.Field(Operand.Source.CONTEXT, of, Path.parse(pick(words.contexts())), cast())
                : new Operand.Field(Operand.Source.PROPERTIES, of, Path.parse(pick(words.properties())), cast());
    }

    private Cast cast() {
        return random.nextInt(5) > 0 ? Cast.AS_IS : random.nextInt(3) > 0 ? Cast.NUMBER : Cast.BOOLEAN;
    }

    /** What sums and the like take. */
    private Operand.Field ofNumbers() {
        return field(Operand.Whose.EVENT).taken(random.nextBoolean() ? Cast.AS_IS : Cast.NUMBER);
    }

    private Span days() {
        return new Span(1 + random.nextInt(random.nextBoolean() ? 10 : 365), Span.Unit.DAYS);
    }

    private Span span() {
        return pick(words.spans());
    }

    private <T> List<T> some(List<T> from) {
        List<T> list = new ArrayList<>();
        do {
            list.add(pick(from));
        } while (random.nextInt(2) == 0 && list.size() < 4);
        return list;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
