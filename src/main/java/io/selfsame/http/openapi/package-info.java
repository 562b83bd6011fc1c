/** The OpenAPI document, written from what the routes say of themselves. */
@NullMarked
package io.selfsame.http.openapi;

import org.jspecify.annotations.NullMarked;
