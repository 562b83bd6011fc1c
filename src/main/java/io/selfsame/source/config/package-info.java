/** Sources as people make them: which kinds there are, what is stored of one, and how it is read and changed. */
@NullMarked
package io.selfsame.source.config;

import org.jspecify.annotations.NullMarked;
