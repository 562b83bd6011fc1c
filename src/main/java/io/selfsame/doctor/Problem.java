package io.selfsame.doctor;

/**
 * What must never be in the graph. The statements in {@code cypher/doctor} call it by these names; {@code operating.md} says for each how
 * it is mended.
 */
enum Problem {
    ID_STORED_TWICE("are stored on several nodes", "keep the node with the links and delete the others"),
    ID_OF_SEVERAL_PROFILES("identify more than one profile", "keep the oldest link and delete the others"),
    ID_OF_NO_PROFILE("identify no profile", "delete them; they come again with their next event"),
    ID_OF_ANOTHER_SPACE("identify a profile of another space", "delete the link and the ID"),
    SEVERAL_PARENTS("were merged into more than one profile", "keep the oldest merge and delete the others"),
    CIRCLE_OF_MERGES("close a circle of merges", "delete the merge into the younger profile"),
    YOUNGER_PARENT("were merged into a younger profile", "delete that merge"),
    MERGED_ACROSS_SPACES("were merged into a profile of another space", "delete that merge"),
    WRONG_LABEL("have a label Child or Parent that does not fit their merges", "set the labels anew"),
    WRONG_CANONICAL("have a CANONICAL that does not lead to the root of their merges", "make it anew"),
    WRONG_OWNER("are not OF the one profile that they name as owner", "set the owner anew"),
    LEDGER_BEHIND("have no ledger, or one that is behind their last event", "set its place anew");

    private final String sentence;
    private final String remedy;

    Problem(String sentence, String remedy) {
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /** What those do that have it: the end of a sentence that begins with how many there are. */
    String sentence() {
        return sentence;
    }

    /** What to do, in short. */
    String remedy() {
        return remedy + "; operating.md has the statement under " + name();
    }
}
