-- First which checkouts stalled, then which products were added in the day before one of those.
WITH step AS (
  SELECT person, name, ts,
    min(ts) FILTER (WHERE name = 'Order Completed') OVER (
      PARTITION BY person ORDER BY ts DESC
      GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next_order
  FROM event
  WHERE name IN ('Product Added', 'Checkout Started', 'Order Completed')
    AND ts BETWEEN :now - interval '14 days' AND :now),
stalled AS (
  SELECT person, name, ts,
    min(ts) FILTER (WHERE name = 'Checkout Started'
                      AND (next_order IS NULL OR next_order > ts + interval '1 hour')) OVER (
      PARTITION BY person ORDER BY ts DESC
      GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next_stalled
  FROM step)
SELECT DISTINCT person, true AS value
FROM stalled
WHERE name = 'Product Added'
  AND next_stalled <= ts + interval '1 day'
