#pragma once

#include <string_view>

namespace souk::embedded {

// Whose carts and orders are. What a guest's order is claimed by stands beside it: its e-mail address in small letters.
inline constexpr std::string_view kCustomersSchema = R"sql(
ALTER TABLE carts ADD COLUMN customer_id BLOB CHECK (length(customer_id) = 22);
CREATE INDEX carts_by_customer ON carts (customer_id, id) WHERE customer_id IS NOT NULL;

ALTER TABLE orders ADD COLUMN customer_id BLOB CHECK (length(customer_id) = 22);
ALTER TABLE orders ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
UPDATE orders SET email_key = lower(json_extract(record, '$.email'));
ALTER TABLE orders ADD COLUMN erasure_asked_at INTEGER;
CREATE INDEX orders_to_erase ON orders (erasure_asked_at) WHERE erasure_asked_at IS NOT NULL;
CREATE INDEX orders_by_customer ON orders (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX orders_of_guests ON orders (email_key) WHERE customer_id IS NULL;
)sql";

}  // namespace souk::embedded
