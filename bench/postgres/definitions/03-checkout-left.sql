SELECT DISTINCT checkout.person, true AS value
FROM event AS checkout
WHERE checkout.name = 'Checkout Started'
  AND checkout.ts BETWEEN :now - interval '14 days' AND :now
  AND NOT EXISTS (
    SELECT FROM event AS ordered
    WHERE ordered.name = 'Order Completed'
      AND ordered.person = checkout.person
      AND ordered.cart_id = checkout.cart_id
      AND ordered.ts BETWEEN :now - interval '14 days' AND :now
      AND ordered.ts > checkout.ts
      AND ordered.ts <= checkout.ts + interval '2 days')
