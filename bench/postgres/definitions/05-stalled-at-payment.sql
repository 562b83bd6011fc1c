SELECT DISTINCT added.person, true AS value
FROM event AS added
WHERE added.name = 'Product Added'
  AND added.ts BETWEEN :now - interval '14 days' AND :now
  AND EXISTS (
    SELECT FROM event AS checkout
    WHERE checkout.name = 'Checkout Started'
      AND checkout.person = added.person
      AND checkout.ts > added.ts
      AND checkout.ts <= least(added.ts + interval '1 day', :now)
      AND NOT EXISTS (
        SELECT FROM event AS ordered
        WHERE ordered.name = 'Order Completed'
          AND ordered.person = checkout.person
          AND ordered.ts > checkout.ts
          AND ordered.ts <= least(checkout.ts + interval '1 hour', :now)))
