/** Destinations that are topics of Apache Kafka. */
@NullMarked
package io.selfsame.destination.kafka;

import org.jspecify.annotations.NullMarked;
