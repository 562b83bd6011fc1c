SELECT person, mode() WITHIN GROUP (ORDER BY sku) AS value
FROM event
WHERE name = 'Product Viewed'
  AND ts <= :now
GROUP BY person
