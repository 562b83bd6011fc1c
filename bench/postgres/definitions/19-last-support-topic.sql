SELECT DISTINCT ON (person) person, topic AS value
FROM event
WHERE name = 'Support Contacted'
  AND ts <= :now
ORDER BY person, ts DESC
