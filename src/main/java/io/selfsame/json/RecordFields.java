package io.selfsame.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** How fields of records are written: instants in ISO 8601, and of optional values those that are there. */
final class RecordFields {

    private RecordFields() {}

    static SimpleModule module() {
        return new SimpleModule("record-fields").addSerializer(new Present())
                .addSerializer(Instant.class, ToStringSerializer.instance);
    }

    private static final class Present extends StdSerializer<Optional<?>> {

        private static final long serialVersionUID = 1;

        Present() {
            super(Optional.class, false);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Optional<?> value) {
            return value.isEmpty();
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator to, SerializerProvider provider) throws IOException {
            if (value.isPresent()) {
                provider.defaultSerializeValue(value.get(), to);
            } else {
                to.writeNull();
            }
        }
    }
}
