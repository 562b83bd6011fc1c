SELECT person, true AS value
FROM (
  SELECT person
  FROM event
  WHERE name = 'Product Viewed'
    AND ts BETWEEN :now - interval '14 days' AND :now
  GROUP BY person
  HAVING count(*) >= 3) AS viewed
JOIN person USING (person)
WHERE person.signed_up BETWEEN :now - interval '60 days' AND :now
  AND NOT EXISTS (
    SELECT FROM event AS ordered
    WHERE ordered.name = 'Order Completed'
      AND ordered.person = viewed.person
      AND ordered.ts BETWEEN :now - interval '14 days' AND :now)
