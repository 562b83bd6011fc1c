SELECT DISTINCT added.person, true AS value
FROM event AS added
WHERE added.name = 'Product Added'
  AND added.ts BETWEEN :now - interval '7 days' AND :now
  AND NOT EXISTS (
    SELECT FROM event AS ordered
    WHERE ordered.name = 'Order Completed'
      AND ordered.person = added.person
      AND ordered.ts BETWEEN :now - interval '7 days' AND :now
      AND ordered.ts > added.ts
      AND ordered.ts <= added.ts + interval '1 day')
