-- The history as a PostgreSQL expert would keep it for these definitions: typed columns, no event bodies, and the merged
-- person on each event, which keeping up to date costs nothing here.
CREATE TABLE person (
  person integer PRIMARY KEY,
  external_id text NOT NULL,
  plan text,
  country text,
  signed_up timestamptz);

CREATE TABLE event (
  person integer NOT NULL,
  ts timestamptz NOT NULL,
  name text NOT NULL,
  sku text,
  category text,
  cart_id text,
  revenue numeric,
  page_name text,
  topic text,
  skus text[]);

-- A value as text, the same on both sides of the comparison: numbers to six decimals, an empty list is no value.
CREATE FUNCTION value_text(boolean) RETURNS text IMMUTABLE LANGUAGE sql RETURN $1::text;
CREATE FUNCTION value_text(bigint) RETURNS text IMMUTABLE LANGUAGE sql RETURN $1::text;
CREATE FUNCTION value_text(numeric) RETURNS text IMMUTABLE LANGUAGE sql RETURN trim_scale(round($1, 6))::text;
CREATE FUNCTION value_text(text) RETURNS text IMMUTABLE LANGUAGE sql RETURN $1;
CREATE FUNCTION value_text(text[]) RETURNS text IMMUTABLE LANGUAGE sql RETURN nullif(array_to_string($1, ','), '');
