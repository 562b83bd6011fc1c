package io.selfsame.source.run;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file that is read only while the source may be read: each step says that it goes on, however long the file is. For one thread. */
final class HeldStream extends FilterInputStream {

    /** Reading is to end. */
    static final class Ended extends IOException {

        private static final long serialVersionUID = 1;
    }

    private final Hold hold;

    HeldStream(InputStream in, Hold hold) {
        super(in);
        this.hold = hold;
    }

    @Override
    public int read() throws IOException {
        requireHold();
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        requireHold();
        return super.read(bytes, offset, length);
    }

    private void requireHold() throws Ended {
        if (!hold.goesOn()) {
            throw new Ended();
        }
    }
}
