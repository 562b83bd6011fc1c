SELECT DISTINCT ON (person) person, sku AS value
FROM (
  SELECT person, sku, count(*) AS times
  FROM event
  WHERE name = 'Product Viewed'
    AND ts <= :now
  GROUP BY person, sku) AS viewed
ORDER BY person, times DESC, sku
