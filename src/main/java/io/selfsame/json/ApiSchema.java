package io.selfsame.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that clients receive as JSON, and that a schema in {@code openapi/schemas} describes. Its components are the fields,
 * in their order. One that may be left out is an {@link java.util.Optional}, one that may be null is nullable. Of a schema that has
 * {@code data} alone, the record is what stands in there.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ApiSchema {

    /** The name of the schema; empty where it is that of the record. A record whose schema is named as a type is ends in Fields. */
    String value() default "";
}
