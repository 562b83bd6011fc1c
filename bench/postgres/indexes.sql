-- One person's events of a kind, and everybody's events of a kind in a span of time, without going to the table.
CREATE INDEX event_person ON event (person, name, ts) INCLUDE (sku, cart_id);
CREATE INDEX event_name ON event (name, ts) INCLUDE (person, sku, cart_id);
-- The same for each kind alone, as narrow as the definitions allow.
CREATE INDEX ordered_person ON event (person, ts) INCLUDE (revenue, cart_id) WHERE name = 'Order Completed';
CREATE INDEX ordered_ts ON event (ts) INCLUDE (person, revenue, cart_id) WHERE name = 'Order Completed';
CREATE INDEX ordered_skus ON event (person) INCLUDE (ts, skus) WHERE name = 'Order Completed';
CREATE INDEX added_person ON event (person, ts) INCLUDE (sku) WHERE name = 'Product Added';
CREATE INDEX added_ts ON event (ts) INCLUDE (person, sku) WHERE name = 'Product Added';
CREATE INDEX viewed_ts ON event (ts) INCLUDE (person, sku, category) WHERE name = 'Product Viewed';
CREATE INDEX viewed_sku ON event (person, sku) INCLUDE (ts) WHERE name = 'Product Viewed';
CREATE INDEX checkout_person ON event (person, ts) INCLUDE (cart_id) WHERE name = 'Checkout Started';
CREATE INDEX checkout_ts ON event (ts) INCLUDE (person, cart_id) WHERE name = 'Checkout Started';
CREATE INDEX page_person ON event (person, ts) INCLUDE (page_name) WHERE name = 'Page Viewed';
CREATE INDEX support_person ON event (person, ts) INCLUDE (topic) WHERE name = 'Support Contacted';
