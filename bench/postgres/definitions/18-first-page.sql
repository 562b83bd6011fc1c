SELECT DISTINCT ON (person) person, page_name AS value
FROM event
WHERE name = 'Page Viewed'
  AND ts <= :now
ORDER BY person, ts
