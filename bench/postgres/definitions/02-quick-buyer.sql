SELECT DISTINCT checkout.person, true AS value
FROM event AS checkout
WHERE checkout.name = 'Checkout Started'
  AND checkout.ts BETWEEN :now - interval '30 days' AND :now
  AND EXISTS (
    SELECT FROM event AS ordered
    WHERE ordered.name = 'Order Completed'
      AND ordered.person = checkout.person
      AND ordered.ts BETWEEN :now - interval '30 days' AND :now
      AND ordered.ts > checkout.ts
      AND ordered.ts <= checkout.ts + interval '1 hour')
