SELECT person.person, coalesce(total.revenue, 0) AS value
FROM person
LEFT JOIN (
  SELECT person, sum(revenue) AS revenue
  FROM event
  WHERE name = 'Order Completed'
    AND ts BETWEEN :now - interval '90 days' AND :now
  GROUP BY person) AS total USING (person)
