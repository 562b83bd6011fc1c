/** The destination kind {@code files}: tables for a warehouse, written from the ledger into a folder. */
@NullMarked
package io.selfsame.destination.files;

import org.jspecify.annotations.NullMarked;
