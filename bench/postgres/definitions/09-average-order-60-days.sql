SELECT person, avg(revenue) AS value
FROM event
WHERE name = 'Order Completed'
  AND ts BETWEEN :now - interval '60 days' AND :now
GROUP BY person
