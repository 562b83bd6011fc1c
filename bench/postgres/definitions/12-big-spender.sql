SELECT person, true AS value
FROM event
WHERE name = 'Order Completed'
  AND ts BETWEEN :now - interval '90 days' AND :now
  AND revenue > 100
GROUP BY person
HAVING sum(revenue) > 500
