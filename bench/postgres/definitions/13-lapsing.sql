SELECT person, true AS value
FROM event
WHERE name = 'Order Completed'
  AND ts BETWEEN :now - interval '90 days' AND :now
GROUP BY person
HAVING max(ts) < :now - interval '30 days'
