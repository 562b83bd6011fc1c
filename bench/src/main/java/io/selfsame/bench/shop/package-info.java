/** The history of a shop: its messages, its tables, and what its people do now. */
package io.selfsame.bench.shop;
