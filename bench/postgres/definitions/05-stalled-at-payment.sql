SELECT DISTINCT added.person, true AS value
FROM event AS added
WHERE added.name = 'Product Added'
  AND added.ts BETWEEN :now - interval '14 days' AND :now
  AND EXISTS (
    SELECT FROM event AS checkout
    WHERE checkout.name = 'Checkout Started'
      AND checkout.person = added.person
      AND checkout.ts BETWEEN :now - interval '14 days' AND :now
      AND checkout.ts > added.ts
      AND checkout.ts <= added.ts + interval '1 day'
      AND NOT EXISTS (
        SELECT FROM event AS ordered
        WHERE ordered.name = 'Order Completed'
          AND ordered.person = checkout.person
          AND ordered.ts BETWEEN :now - interval '14 days' AND :now
          AND ordered.ts > checkout.ts
          AND ordered.ts <= checkout.ts + interval '1 hour'))
