/** What all routes share: bodies, errors, authentication, paging. */
@NullMarked
package io.selfsame.http;

import org.jspecify.annotations.NullMarked;
