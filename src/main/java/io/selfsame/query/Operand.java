package io.selfsame.query;

import io.selfsame.trait.ConsentTraits;
import java.util.Optional;

/** Where a single value comes from. Immutable. */
public sealed interface Operand {

    /** A trait of the person or account, or its membership in the audience of that key. */
    record Trait(Path path, Cast as) implements Operand {
        /** As it is. */
        public Trait(Path path) {
            this(path, Cast.AS_IS);
        }

        /** The category of consent that it is, written {@code consent('…')}; empty if it is another trait. */
        public Optional<String> consent() {
            return path.steps().size() == 1 && path.steps().getFirst() instanceof Path.Name(String name)
                    ? ConsentTraits.category(name)
                    : Optional.empty();
        }
    }

    /** A part of the event at hand, or of one around; valid inside {@code where}, and (of no event around) inside reducers. */
    record Field(Source source, Whose of, Path path, Cast as) implements Operand {
        /** As it is. */
        public Field(Source source, Whose of, Path path) {
            this(source, of, path, Cast.AS_IS);
        }

        @Override
        public Field taken(Cast cast) {
            return new Field(source, of, path, cast);
        }
    }

    /** What the value is taken as. */
    default Cast takenAs() {
        return switch (this) {
            case Trait trait -> trait.as();
            case Field field -> field.as();
            case Element element -> element.as();
            case CreatedAt created -> Cast.AS_IS;
            case Literal literal -> Cast.AS_IS;
            case Reduction reduction -> Cast.AS_IS;
        };
    }

    /** The same value, taken as something; constants and reductions are what they are. */
    default Operand taken(Cast cast) {
        return switch (this) {
            case Trait trait -> new Trait(trait.path(), cast);
            case Field field -> field.taken(cast);
            case Element element -> new Element(element.path(), cast);
            case CreatedAt created -> created;
            case Literal literal -> literal;
            case Reduction reduction -> reduction;
        };
    }

    /** Which event a part is of. */
    enum Whose {
        /** The event at hand. */
        EVENT(0, ""),
        /** The event that the enclosing {@code where} filters, seen from a nested {@code event(…)}. */
        PARENT(1, "parent"),
        /** The event that the {@code where} around that filters. */
        GRANDPARENT(2, "grandparent");

        private final int levels;
        private final String word;

        Whose(int levels, String word) {
            this.levels = levels;
            this.word = word;
        }

        /** How many levels further out than the event at hand. */
        public int levels() {
            return levels;
        }

        /** As written, in text and in JSON; empty for the event at hand. */
        public String word() {
            return word;
        }
    }

    /** A part of the element that {@link Comparator.Has} looks at. */
    record Element(Path path, Cast as) implements Operand {
        /** As it is. */
        public Element(Path path) {
            this(path, Cast.AS_IS);
        }
    }

    /** The two parts of an event that a path may start from. */
    enum Source {
        /** {@code property('…')}. */
        PROPERTIES,
        /** {@code context('…')}. */
        CONTEXT
    }

    /** A constant: a {@link String}, {@link Long}, {@link Double} (finite, not -0.0) or {@link Boolean}. */
    record Literal(Object value) implements Operand {
        public Literal {
            boolean scalar = value instanceof String || value instanceof Long || value instanceof Boolean
                    || (value instanceof Double d && Double.isFinite(d));
            if (!scalar) {
                throw new IllegalArgumentException("A literal is a string, a number or a boolean: " + value);
            }
            if (value.equals(-0.0)) {
                value = 0.0;
            }
        }
    }

    /** When the person was first seen, as ISO 8601 in UTC: the earliest creation of the profiles that were merged into them. */
    record CreatedAt() implements Operand {}

    /** One value made of many events. */
    record Reduction(Events events, Reducer reducer) implements Operand {}
}
