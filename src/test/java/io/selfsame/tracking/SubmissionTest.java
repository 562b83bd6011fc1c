package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfsame.space.SpaceId;
import io.selfsame.tracking.Intake.Sender;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is too much for the memory there is can be divided, also where all of it was refused. */
class SubmissionTest {

    @Test
    void whatWasRefusedIsDividedToo() {
        List<Rejection> refused = IntStream.range(0, 5)
                .mapToObj(i -> new Rejection(i, "m" + i, "code", "why", "{}", false)).toList();
        var all = new Submission(new Sender(new SpaceId("space"), "src"), List.of(), refused);
        assertThat(all.halves()).extracting(Submission::rejections)
                .containsExactly(refused.subList(0, 2), refused.subList(2, 5));
        Submission one = all.halves().getFirst().halves().getFirst();
        assertThat(one.rejections()).containsExactly(refused.getFirst());
        assertThat(one.halves()).containsExactly(one);
    }
}
