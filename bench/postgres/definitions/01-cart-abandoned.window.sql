-- One pass from the latest event back: the earliest order among those after this event is the next order.
SELECT DISTINCT person, true AS value
FROM (
  SELECT person, name, ts,
    min(ts) FILTER (WHERE name = 'Order Completed') OVER (
      PARTITION BY person ORDER BY ts DESC
      GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next_order
  FROM event
  WHERE name IN ('Product Added', 'Order Completed')
    AND ts BETWEEN :now - interval '7 days' AND :now) AS step
WHERE name = 'Product Added'
  AND (next_order IS NULL OR next_order > ts + interval '1 day')
