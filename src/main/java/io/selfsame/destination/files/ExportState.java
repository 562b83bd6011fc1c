package io.selfsame.destination.files;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an export has come. Immutable.
 *
 * @param form what the files of one full export have in common: with another form a new one begins
 * @param full the name of the folder of the full export
 * @param run the last that is done; its files are there
 * @param seq the ledger up to here is in files
 * @param traitsFrom up to this place of the ledger people's traits are left to the walk over everybody
 * @param walk where that is: the segmentId behind which to go on; null if none goes on
 * @param pass the export that goes on; empty between two
 * @param plan the run that goes on, whatever has become of it so far
 */
record ExportState(String form, String full, long run, long seq, long traitsFrom, @Nullable String walk,
        Optional<Pass> pass,
        Optional<Plan> plan) {

    /**
     * One export, which brings the files up to what there was at its beginning.
     *
     * @param to a place of the ledger
     * @param marks up to this place, people whose results have changed
     */
    record Pass(Instant began, long to, long marks) {}

    /**
     * What one run writes. It is stored before anything is written, so that the same run after a crash has files of the same names.
     *
     * @param run its number
     * @param from behind this place of the ledger
     * @param to up to this
     * @param marks people whose results have changed up to this place
     * @param walkTo up to this segmentId all people; null if it is none of the walk. The empty text: to the end
     */
    record Plan(long run, long from, long to, long marks, @Nullable String walkTo) {

        boolean isWalk() {
            return walkTo != null;
        }
    }
}
