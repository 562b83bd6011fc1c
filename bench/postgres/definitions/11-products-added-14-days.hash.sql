SELECT person, array_agg(sku ORDER BY sku) AS value
FROM (
  SELECT DISTINCT person, sku
  FROM event
  WHERE name = 'Product Added'
    AND ts BETWEEN :now - interval '14 days' AND :now) AS added
GROUP BY person
