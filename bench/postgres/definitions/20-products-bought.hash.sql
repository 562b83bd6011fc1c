SELECT person.person, coalesce(bought.products, 0) AS value
FROM person
LEFT JOIN (
  SELECT person, count(*) AS products
  FROM (
    SELECT DISTINCT person, item.sku
    FROM event
    CROSS JOIN LATERAL unnest(skus) AS item (sku)
    WHERE name = 'Order Completed'
      AND ts <= :now) AS different
  GROUP BY person) AS bought USING (person)
