/**
 * One JSON mapper for the whole service, with the limits that keep hostile bodies cheap.
 */
@NullMarked
package io.selfsame.json;

import org.jspecify.annotations.NullMarked;
