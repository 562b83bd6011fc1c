package io.selfsame.siege;

import io.selfsame.siege.client.Tally;
import java.io.IOException;
import java.util.List;

/** Something done to the service for as long as the siege lasts, and what must not come of it. */
interface Attack {

    /** Its row in the report. */
    String title();

    /** Goes on until the siege is over, or until it has sent all that it is to send. Runs on a thread of its own. */
    void run(Siege siege, Tally tally) throws IOException;

    /**
     * What is wrong, besides what is wrong with any answer, and empty if nothing is. Asked when all attacks have ended;
     * may ask the service.
     */
    default List<String> faults(Siege siege, Tally tally) {
        return List.of();
    }
}
