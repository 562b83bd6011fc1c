SELECT viewed.person, true AS value
FROM event AS viewed
WHERE viewed.name = 'Product Viewed'
  AND viewed.ts BETWEEN :now - interval '7 days' AND :now
  AND EXISTS (
    SELECT FROM event AS added
    WHERE added.name = 'Product Added'
      AND added.person = viewed.person
      AND added.sku = viewed.sku
      AND added.ts BETWEEN :now - interval '7 days' AND :now
      AND added.ts > viewed.ts
      AND added.ts <= viewed.ts + interval '3 days')
GROUP BY viewed.person
HAVING count(*) >= 2
