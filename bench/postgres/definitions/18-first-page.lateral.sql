SELECT person.person, page.page_name AS value
FROM person
CROSS JOIN LATERAL (
  SELECT page_name
  FROM event
  WHERE event.person = person.person
    AND name = 'Page Viewed'
    AND ts <= :now
  ORDER BY ts
  LIMIT 1) AS page
