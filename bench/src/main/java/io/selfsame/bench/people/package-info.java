/** The population of the standard workloads: an endless stream of messages and reads, copied and patched. */
package io.selfsame.bench.people;
