-- Person by person: an order ends the wait of all that was added in the day before it.
SELECT person, true AS value
FROM (SELECT DISTINCT person FROM event
      WHERE name = 'Product Added' AND ts BETWEEN :now - interval '7 days' AND :now) AS adder
WHERE EXISTS (
  SELECT FROM event AS added
  LEFT JOIN LATERAL (
    SELECT ordered.ts FROM event AS ordered
    WHERE ordered.name = 'Order Completed' AND ordered.person = added.person
      AND ordered.ts > added.ts AND ordered.ts <= :now
    ORDER BY ordered.ts LIMIT 1) AS next_order ON true
  WHERE added.name = 'Product Added' AND added.person = adder.person
    AND added.ts BETWEEN :now - interval '7 days' AND :now
    AND (next_order.ts IS NULL OR next_order.ts > added.ts + interval '1 day'))
