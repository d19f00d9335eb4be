#pragma once

#include <string_view>

namespace souk::embedded {

// Workers page through what is due by (instant, id): both stand in the index, so that a page is one seek.
inline constexpr std::string_view kDueOrdersSchema = R"sql(
DROP INDEX orders_pending_by_hold;
CREATE INDEX orders_pending_by_hold ON orders (hold_expires_at, id) WHERE state = 'pending';
CREATE INDEX orders_to_capture ON orders (created_at, id) WHERE state = 'confirmed' AND payment_state = 'authorized';
)sql";

}  // namespace souk::embedded
