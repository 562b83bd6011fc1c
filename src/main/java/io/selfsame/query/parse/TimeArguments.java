package io.selfsame.query.parse;

import io.selfsame.json.TimeText;
import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Moment;
import io.selfsame.query.QueryException;
import io.selfsame.query.SelfsameQueryParser.ArgumentContext;
import io.selfsame.query.SelfsameQueryParser.BaseContext;
import io.selfsame.query.Span;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.Suggest;
import io.selfsame.query.text.UnitNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/** Lengths of time, dates and periods in the brackets of one call. Methods fail with a {@link QueryException} that shows how the call is used. */
final class TimeArguments {

    /** A length of time in quotes, by mistake. */
    private static final Pattern SPAN = Pattern.compile(" *[0-9]+ *[a-zA-Z]+ *");

    private final SourcePositions places;
    private final FunctionName word;
    private final Arguments arguments;

    TimeArguments(SourcePositions places, FunctionName word, Arguments arguments) {
        this.places = places;
        this.word = word;
        this.arguments = arguments;
    }

    /** A length of time. */
    Span span(ArgumentContext argument) {
        Token token = argument.condition().getStart();
        BaseContext base = Arguments.base(argument.condition());
        String parent = argument.COLON() == null ? "" : Arguments.label(argument) + ": ";
        if (base == null || base.condition() != null) {
            throw QueryParser.problem(token, word.text() + " takes a length of time, like " + word.example() + ".");
        }
        if (base.call() != null) {
            String name = base.call().NAME().getText();
            boolean number = base.call().argument().size() == 1;
            throw QueryParser.problem(token, (UnitNames.unit(name).isPresent() && number)
                    ? "A length of time is a number and a unit, without brackets: "
                            + shown(parent, Suggest.brief(base.call().argument(0).getText()) + " " + name) + "."
                    : word.text() + " takes a length of time, like " + word.example() + ".");
        }
        if (base.STRING() != null) {
            throw QueryParser.problem(token, TimeText.iso(QuotedToken.read(token)).isPresent()
                    ? "Time is counted from now, not from a date: " + shown(parent, "7 days")
                            + (word.kind() == FunctionName.ChainPosition.FILTER
                                    ? ". For dates there are after(" + Suggest.brief(token.getText())
                                            + "), before(..), and between(..) with two dates."
                                    : ".")
                    : "A length of time has no quotes: " + shown(parent, "7 days") + ".");
        }
        String amount = Suggest.brief(base.NUMBER().getText());
        if (base.NAME() == null) {
            throw QueryParser.problem(token,
                    "The unit is missing: " + shown(parent, amount + " days") + ", or seconds, minutes, hours.");
        }
        Span.Unit unit = UnitNames.unit(base.NAME().getText())
                .orElseThrow(() -> QueryParser.problem(base.NAME().getSymbol(),
                        UnitNames.unknown(base.NAME().getText())));
        return places.put(new Span(Arguments.whole(base, "A length of time", ": take a smaller unit, "
                + "like 36 hours for one day and a half"), unit), QueryParser.place(token));
    }

    /** Whether dates stand there, and no lengths of time. */
    boolean areDates(List<ArgumentContext> given) {
        List<String> texts = new ArrayList<>();
        for (ArgumentContext argument : given) {
            BaseContext base = Arguments.base(argument.condition());
            if (base == null || base.STRING() == null) {
                return false;
            }
            texts.add(QuotedToken.read(base.STRING().getSymbol()));
        }
        return !texts.stream().allMatch(text -> SPAN.matcher(text).matches());
    }

    /** A date or time in quotes. */
    Moment moment(ArgumentContext argument) {
        Token token = argument.condition().getStart();
        BaseContext base = Arguments.base(argument.condition());
        if (base == null || base.STRING() == null) {
            boolean span = base != null && base.NUMBER() != null && base.NAME() != null;
            throw QueryParser.problem(token, word.text() + " takes a date in quotes, like " + word.example() + "."
                    + (span ? " For a time that is counted from now there is within(7 days)." : ""));
        }
        return places.put(new Moment(QuotedToken.read(token)), QueryParser.place(token));
    }

    /** The name of a period, without quotes. */
    CalendarPeriod period() {
        ArgumentContext argument = arguments.one("a period");
        Token token = argument.condition().getStart();
        BaseContext base = Arguments.base(argument.condition());
        String written = "";
        if (base != null && base.STRING() != null) {
            written = QuotedToken.read(token);
        } else if (base != null && base.call() != null && base.call().OPEN() == null) {
            written = base.call().NAME().getText();
            Optional<CalendarPeriod> period = CalendarPeriod.of(written);
            if (period.isPresent()) {
                return period.get();
            }
        }
        List<String> known = CalendarPeriod.texts();
        throw QueryParser.problem(token, word.text() + " takes a period without quotes: " + Suggest.oneOf(known) + "."
                + Suggest.didYouMean(written.replace(' ', '_'), known));
    }

    private String shown(String parent, String span) {
        return word.text() + "(" + parent + span + (word == FunctionName.BETWEEN ? ", ..)" : ")");
    }
}
