/** Takes events from sources, each on one instance at a time. */
@NullMarked
package io.selfsame.source.run;

import org.jspecify.annotations.NullMarked;
