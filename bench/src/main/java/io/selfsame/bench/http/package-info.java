/** One connection to the server: where it is, the keys of a space, requests, and whether what is answered is right. */
package io.selfsame.bench.http;
