/**
 * Tenants, their secrets, and who may open what.
 */
@NullMarked
package io.selfsame.space;

import org.jspecify.annotations.NullMarked;
