/** Results for a terminal, for a README and for machines, and the floors they are held to. */
package io.selfsame.bench.report;
