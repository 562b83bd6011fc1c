/** What a caller did wrong, said by the features that find it. The edge of the service makes answers of it. */
@NullMarked
package io.selfsame.error;

import org.jspecify.annotations.NullMarked;
