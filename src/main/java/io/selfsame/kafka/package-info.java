/** Clusters of Apache Kafka: how they are reached, and what brokers may be connected to. */
@NullMarked
package io.selfsame.kafka;

import org.jspecify.annotations.NullMarked;
