SELECT DISTINCT ON (person) person, category AS value
FROM (
  SELECT person, category, count(*) AS times
  FROM event
  WHERE name = 'Product Viewed'
    AND ts BETWEEN :now - interval '30 days' AND :now
  GROUP BY person, category
  HAVING count(*) >= 2) AS viewed
ORDER BY person, times DESC, category
