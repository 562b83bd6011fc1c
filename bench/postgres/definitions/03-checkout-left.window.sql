SELECT DISTINCT person, true AS value
FROM (
  SELECT person, name, ts,
    min(ts) FILTER (WHERE name = 'Order Completed') OVER (
      PARTITION BY person, cart_id ORDER BY ts DESC
      GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next_order
  FROM event
  WHERE name IN ('Checkout Started', 'Order Completed')
    AND ts BETWEEN :now - interval '14 days' AND :now) AS step
WHERE name = 'Checkout Started'
  AND (next_order IS NULL OR next_order > ts + interval '2 days')
