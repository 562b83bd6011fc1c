SELECT person, true AS value
FROM (
  SELECT person, name, ts,
    min(ts) FILTER (WHERE name = 'Product Added') OVER (
      PARTITION BY person, sku ORDER BY ts DESC
      GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next_added
  FROM event
  WHERE name IN ('Product Viewed', 'Product Added')
    AND ts BETWEEN :now - interval '7 days' AND :now) AS step
WHERE name = 'Product Viewed'
  AND next_added <= ts + interval '3 days'
GROUP BY person
HAVING count(*) >= 2
