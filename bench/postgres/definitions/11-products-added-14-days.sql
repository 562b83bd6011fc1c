SELECT person, array_agg(DISTINCT sku ORDER BY sku) AS value
FROM event
WHERE name = 'Product Added'
  AND ts BETWEEN :now - interval '14 days' AND :now
GROUP BY person
