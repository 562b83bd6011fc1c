/**
 * The query language of audiences and computed traits: text and JSON to one sealed tree, and back. Pure; knows neither
 * the graph nor HTTP.
 */
@NullMarked
package io.selfsame.query;

import org.jspecify.annotations.NullMarked;
