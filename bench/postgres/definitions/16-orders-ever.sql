SELECT person.person, coalesce(total.orders, 0) AS value
FROM person
LEFT JOIN (
  SELECT person, count(*) AS orders
  FROM event
  WHERE name = 'Order Completed'
    AND ts <= :now
  GROUP BY person) AS total USING (person)
