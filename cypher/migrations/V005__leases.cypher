// The right to do what only one run at a time may do in a space, whichever job it belongs to.
CREATE CONSTRAINT lease_key IF NOT EXISTS FOR (n:Lease) REQUIRE n.key IS UNIQUE;
