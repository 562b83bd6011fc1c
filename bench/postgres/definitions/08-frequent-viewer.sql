SELECT person, true AS value
FROM event
WHERE name = 'Product Viewed'
  AND ts BETWEEN :now - interval '7 days' AND :now
GROUP BY person
HAVING count(*) >= 5
