package io.selfsame.destination.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Parquet, compressed with gzip, which every reader knows and the JDK has. Rows wait in memory until a row group is full. */
final class ParquetFile implements TableFile {

    /** Bytes of a row group before compression: what is in memory of a file. */
    private static final long ROW_GROUP = 4L << 20;

    private static final int PAGE = 256 << 10;

    /** Rows may be long, so that many must not come before their length is looked at. */
    private static final int LOOK_AFTER_ROWS = 10;

    private final ParquetWriter<List<@Nullable Object>> writer;

    ParquetFile(Table table, Path path) throws IOException {
        this.writer = new Builder(new LocalOutputFile(path), table).withConf(new PlainParquetConfiguration())
                .withCodecFactory(new GzipCodec()).withCompressionCodec(CompressionCodecName.GZIP)
                .withRowGroupSize(ROW_GROUP).withPageSize(PAGE).withDictionaryPageSize(PAGE)
                .withMinRowCountForPageSizeCheck(LOOK_AFTER_ROWS).build();
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    static MessageType schema(Table table) {
        return new MessageType(table.text(), table.columns().stream().map(ParquetFile::type).toList());
    }

    private static Type type(Column column) {
        PrimitiveTypeName kind = switch (column.type()) {
            case TEXT, JSON -> PrimitiveTypeName.BINARY;
            case NUMBER, TIME -> PrimitiveTypeName.INT64;
        };
        var type = column.required() ? Types.required(kind) : Types.optional(kind);
        return switch (column.type()) {
            case TEXT -> type.as(LogicalTypeAnnotation.stringType()).named(column.name());
            case JSON -> type.as(LogicalTypeAnnotation.jsonType()).named(column.name());
            case NUMBER -> type.named(column.name());
            case TIME -> type.as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS)).named(column.name());
        };
    }

    private static final class Builder extends ParquetWriter.Builder<List<@Nullable Object>, Builder> {

        private final Table table;

        Builder(OutputFile file, Table table) {
            super(file);
            this.table = table;
        }

        @Override
        protected Builder self() {
            return this;
        }

        // Deprecated, and abstract.
        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<List<@Nullable Object>> getWriteSupport(Configuration configuration) {
            return new Rows(table);
        }

        @Override
        protected WriteSupport<List<@Nullable Object>> getWriteSupport(ParquetConfiguration configuration) {
            return new Rows(table);
        }
    }

    /** Hands over rows, value by value. */
    private static final class Rows extends WriteSupport<List<@Nullable Object>> {

        private final Table table;
        private @Nullable RecordConsumer consumer;

        Rows(Table table) {
            this.table = table;
        }

        // Deprecated, and abstract.
        @Override
        @SuppressWarnings("deprecation")
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema(table), Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema(table), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer to) {
            this.consumer = to;
        }

        @Override
        public void write(List<@Nullable Object> row) {
            RecordConsumer to = consumer;
            if (to == null) {
                throw new IllegalStateException("Rows come after the beginning");
            }
            to.startMessage();
            for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i);
                if (value != null) {
                    Column column = table.columns().get(i);
                    to.startField(column.name(), i);
                    switch (column.type()) {
                        case TEXT, JSON -> to.addBinary(Binary.fromString((String) value));
                        case NUMBER -> to.addLong((Long) value);
                        case TIME -> to.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
                    }
                    to.endField(column.name(), i);
                }
            }
            to.endMessage();
        }
    }
}
