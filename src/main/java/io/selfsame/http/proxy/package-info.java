/** What proxies in front of the service say of the requests that they pass on, and which of them are believed. */
@NullMarked
package io.selfsame.http.proxy;

import org.jspecify.annotations.NullMarked;
