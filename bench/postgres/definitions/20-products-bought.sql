SELECT person.person, coalesce(bought.products, 0) AS value
FROM person
LEFT JOIN (
  SELECT person, count(DISTINCT item.sku) AS products
  FROM event
  CROSS JOIN LATERAL unnest(skus) AS item (sku)
  WHERE name = 'Order Completed'
    AND ts <= :now
  GROUP BY person) AS bought USING (person)
