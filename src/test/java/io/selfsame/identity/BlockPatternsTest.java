package io.selfsame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockPatternsTest {

    private static ObjectNode rules(String type, List<String> patterns) {
        ObjectNode rules = Json.object();
        ObjectNode rule = rules.putArray("identifiers").addObject().put("type", type);
        patterns.forEach(rule.putObject("blocked").putArray("patterns")::add);
        return rules;
    }

    @ParameterizedTest
    @ValueSource(strings = {"((((x{0,30}){0,30}){0,30}))y$", "(x{1000})N$", "(((((x{30}){30}){30}){30}){30})",
            "((a{999}b{999}){999})", "(?:(?:x?){1000}){1000}", "((\\pL{500}){500})", "(([[:alpha:]\\]{2}]{500}){500})",
            "((\\Q{1}\\E{500}){500}){500}", "((\\x{41}{500}){500}){500}", "x{0,500}y{0,500}z{0,500}"})
    void aPatternThatIsLargeAsCompiledIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules("user_id", List.of(pattern))))
                .withMessageContaining("identifiers[0].blocked.patterns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            "(?i)^test.*@example\\.com$",
            "^\\d{16}$", "^(.)x{3,}$", "{,5}[]{]a{b}c", "^[^]]{3}\\Q(((\\E$", "^\\p{Greek}{2}$"})
    void whatPeopleWriteIsTaken(String pattern) {
        var rules = RulesJson.read(rules("user_id", List.of(pattern)));
        assertThat(rules.of("user_id").blocked().patterns()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"((x{30}){30}){30}, 27000", "[a-z{9}]{1000}, 1000", "(x{2}y){500}, 1500", "\\Q(\\E{100}, 100",
            "a(b(c{10}){10}){10}, 1000"})
    void repetitionsAreCounted(String pattern, long atLeast) {
        assertThat(BlockPatterns.unrolled(pattern)).isBetween(atLeast, atLeast * 8);
    }

    /** Where case does not count, each of them is looked at when the pattern is compiled. */
    @ParameterizedTest
    @CsvSource({"[0-9a-f]{8}, 14", "[\u4e00-\u9fffB-\u024f]x-y, 21500", "[\\x41-\\x{2FD}], 700", "[B-\uFFFD], 500000",
            "[!-\\]], 60", "[^a-z\\-z], 25", "[\\n-\\xff], 255", "[\\101-\\102], 2", "[\\x{0000041}-\\x{000000042}], 1",
            "[!-[:]a[\\x{4e00}-\\x{9fff}], 21000", "[]-a], 4", "[a-], 0", "[, 0", "-, 0"})
    void theCharactersOfClassesAreCounted(String pattern, long atLeast) {
        assertThat(BlockPatterns.breadth(pattern)).isBetween(atLeast, Math.max(atLeast + 600, atLeast * 11 / 10));
    }

    @Test
    void classesWithNamesAreCounted() {
        assertThat(BlockPatterns.named("\\p{L}[\\pN[:alpha:]-]\\d")).isEqualTo(5_000);
    }

    /** What is refused takes nothing from the others. */
    @Test
    void aBroadClassIsBroadOnlyWhereCaseDoesNotCount() {
        List<String> beyond = new ArrayList<>();
        assertThat(RulesJson.stored(rules("user_id", List.of("[\\x80-\\x{10FFFF}]", "^test-")), beyond).of("user_id")
                .blocked().patterns()).hasSize(2);
        assertThat(beyond).isEmpty();
        var rules = RulesJson.stored(rules("email", List.of("(?i)[\\x80-\\x{10FFFF}]", "^test-")), beyond);
        assertThat(rules.of("email").blocked().patterns()).hasSize(1);
        assertThat(beyond).hasSize(1);
    }

    /** Compiling one where case does not count would never end. */
    @ParameterizedTest
    @ValueSource(strings = {"(?i)\u1C80", "(?i)\\x{1C88}", "(?i)\\x{00000000001C80}", "(?i)[\\x{0001C80}]",
            "[\u1C7F-\u1C90]", "(?i)[\\x{1c80}]", "\\Q\u1C85\\E",
            "(?i)[B-\uFFFD]", "[^--\\x{2000}]", "[\\d--\\x{2000}]", "[[:alpha:]--\\x{2000}]",
            "[!-[:]a[\\x{1C00}-\\x{2000}]"})
    void charactersWithoutAnEndAreRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules("email", List.of(pattern))))
                .withMessageContaining("U+1C80 to U+1C88");
    }

    @Test
    void classesAreBoundedInAll() {
        var broad = Collections.nCopies(30, "(?i)[\\x{4e00}-\\x{9fff}]");
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules("user_id", broad)))
                .withMessageContaining("have 500000 characters or more");
        var named = Collections.nCopies(100, "[\\p{Lu}\\p{Mn}\\p{Nd}]");
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules("user_id", named)))
                .withMessageContaining("counts as 2500");
        assertThat(RulesJson.read(rules("user_id", Collections.nCopies(20, "^[\\x{4e00}-\\x{9fff}]{2}$")))
                .of("user_id").blocked().patterns()).hasSize(20);
    }

    /** Whatever is within the limits compiles in a moment: RE2 finds the end of each circle of characters that differ in case. */
    @Test
    void everyOtherCharacterHasAnEnd() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < 0x1C80 || c > 0x1C88) {
                com.google.re2j.Pattern.compile("(?i)\\x{" + Integer.toHexString(c) + "}");
            }
        }
    }

    @Test
    void manyPatternsAreBoundedByTypeAndInAll() {
        var many = Collections.nCopies(101, "a");
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules("user_id", many)))
                .withMessageContaining("more than 100 patterns");
        var large = IntStream.range(0, 10).mapToObj(i -> "x{150}" + i).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules("user_id", large)))
                .withMessageContaining("the limit of a type is 1000");
        ObjectNode rules = Json.object();
        var identifiers = rules.putArray("identifiers");
        for (int i = 0; i < 30; i++) {
            identifiers.add(rules("t" + i, List.of("x{900}")).at("/identifiers/0"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules))
                .withMessageContaining("of all types");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RulesJson.read(rules("user_id", List.of("x".repeat(1_001)))))
                .withMessageContaining("1001 characters");
    }

    @Test
    void longTraitKeysAreNotTaken() {
        ObjectNode rules = Json.object();
        rules.putArray("identifiers").addObject().put("type", "card").putArray("traitKeys").add("K".repeat(101))
                .add("k");
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules))
                .withMessageContaining("identifiers[0].traitKeys: one has 101 characters; the limit is 100");
        assertThat(RulesJson.stored(rules, new ArrayList<>()).of("card").traitKeys())
                .extracting(IdentifierRule.TraitKey::name).containsExactly("k");
    }

    @Test
    void traitKeysAreBoundedAsEveryEventIsSearchedForThem() {
        ObjectNode rules = Json.object();
        var keys = rules.putArray("identifiers").addObject().put("type", "card").putArray("traitKeys");
        IntStream.range(0, 201).forEach(i -> keys.add("k" + i));
        assertThatIllegalArgumentException().isThrownBy(() -> RulesJson.read(rules)).withMessageContaining("traitKeys");
        assertThat(RulesJson.stored(rules, new ArrayList<>()).of("card").traitKeys()).isEmpty();
    }

    @Test
    void rulesOfATimeWithoutLimitsAreReadWithoutWhatIsBeyond() {
        List<String> beyond = new ArrayList<>();
        var rules = RulesJson.stored(rules("user_id", List.of("^test", "((((x{0,30}){0,30}){0,30}))y$", "^demo")),
                beyond);
        assertThat(beyond).hasSize(1);
        assertThat(rules.blocks(ExternalId.parse("user_id:demo-1").orElseThrow())).contains("^demo");
        assertThat(rules.blocks(ExternalId.parse("user_id:" + "x".repeat(900)).orElseThrow())).isEmpty();
    }
}
