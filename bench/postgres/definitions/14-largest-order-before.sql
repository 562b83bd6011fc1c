SELECT person, max(revenue) AS value
FROM event
WHERE name = 'Order Completed'
  AND ts BETWEEN :now - interval '90 days' AND :now - interval '30 days'
GROUP BY person
