/** {@code selfsame demo}: fills a space with the events of a believable shop. */
@NullMarked
package io.selfsame.cli.demo;

import org.jspecify.annotations.NullMarked;
