#pragma once

#include <string_view>

namespace souk::embedded {

// STRICT tables, and ids that begin with the time: an insert then lands at the end of its table and of its index. Children that
// are only ever asked for with their parent are WITHOUT ROWID under (parent, ...): one tree instead of two, and one place to
// read them from. docs/data-model.md tells which question each index answers. Instants are Unix milliseconds, money is minor
// units of the row's or its order's currency, states are spelled as on the wire, `record` is JSON by src/records and holds what
// no column of its table or of its child tables says.
inline constexpr std::string_view kShopSchema = R"sql(
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE counters (
  name  TEXT    NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 0)
) STRICT;
INSERT INTO counters (name, value) VALUES ('catalog_sequence', 0), ('order_number', 10000);

CREATE TABLE settings (
  id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version  INTEGER NOT NULL CHECK (version >= 1),
  currency TEXT    NOT NULL CHECK (length(currency) = 3),
  record   TEXT    NOT NULL
) STRICT;

CREATE TABLE api_keys (
  id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  role        TEXT    NOT NULL CHECK (role IN ('owner')),
  label       TEXT    NOT NULL,
  secret_hash BLOB    NOT NULL CHECK (length(secret_hash) = 32),
  created_at  INTEGER NOT NULL,
  revoked     INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;

-- Catalog

CREATE TABLE categories (
  id        BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  slug      TEXT    NOT NULL UNIQUE,
  title     TEXT    NOT NULL,
  position  INTEGER NOT NULL,
  parent_id BLOB    REFERENCES categories (id),
  version   INTEGER NOT NULL CHECK (version >= 1),
  record    TEXT    NOT NULL
) STRICT;
CREATE INDEX categories_by_parent ON categories (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE products (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  status     TEXT    NOT NULL CHECK (status = 'draft' OR status = 'active' OR status = 'archived'),
  version    INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  record     TEXT    NOT NULL
) STRICT;

-- Current slugs and former ones, which redirect: one product each, for ever or until the product is erased.
CREATE TABLE product_slugs (
  slug       TEXT    NOT NULL PRIMARY KEY,
  product_id BLOB    NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1))
) STRICT;
CREATE INDEX product_slugs_by_product ON product_slugs (product_id);

CREATE TABLE product_categories (
  product_id  BLOB NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  category_id BLOB NOT NULL REFERENCES categories (id),
  PRIMARY KEY (product_id, category_id)
) STRICT;
CREATE INDEX product_categories_by_category ON product_categories (category_id);

-- Stock outlives its variant, so that movements stay true.
CREATE TABLE stock_items (
  id                  BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  policy              TEXT    NOT NULL CHECK (policy = 'untracked' OR policy = 'deny' OR policy = 'backorder'),
  on_hand             INTEGER NOT NULL,
  reserved            INTEGER NOT NULL CHECK (reserved >= 0),
  low_stock_threshold INTEGER NOT NULL CHECK (low_stock_threshold >= 0),
  version             INTEGER NOT NULL CHECK (version >= 1),  -- of what people edit: a hold does not count
  CHECK (policy <> 'deny' OR reserved <= on_hand),
  CHECK (policy <> 'untracked' OR (on_hand = 0 AND reserved = 0))
) STRICT;

CREATE TABLE movements (
  stock_item_id BLOB    NOT NULL REFERENCES stock_items (id),
  id            BLOB    NOT NULL CHECK (length(id) = 22),
  delta         INTEGER NOT NULL CHECK (delta <> 0),
  reason        TEXT    NOT NULL CHECK (
    reason = 'received' OR reason = 'adjusted' OR reason = 'imported' OR reason = 'sold' OR reason = 'restocked'),
  reference     TEXT    NOT NULL,
  at            INTEGER NOT NULL,
  PRIMARY KEY (stock_item_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER movements_are_never_changed BEFORE UPDATE ON movements
  BEGIN SELECT RAISE(ABORT, 'movements are append-only'); END;
CREATE TRIGGER movements_are_never_deleted BEFORE DELETE ON movements
  BEGIN SELECT RAISE(ABORT, 'movements are append-only'); END;

CREATE TABLE variants (
  id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  product_id    BLOB    NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  position      INTEGER NOT NULL,
  stock_item_id BLOB    NOT NULL REFERENCES stock_items (id),
  record        TEXT    NOT NULL
) STRICT;
CREATE INDEX variants_by_product ON variants (product_id, position);
CREATE INDEX variants_by_stock_item ON variants (stock_item_id);

CREATE TABLE imported_products (
  handle     TEXT NOT NULL PRIMARY KEY,
  product_id BLOB NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  rows_hash  BLOB NOT NULL CHECK (length(rows_hash) = 32),
  source     TEXT NOT NULL
) STRICT;
CREATE INDEX imported_products_by_product ON imported_products (product_id);

-- One row a product, erased ones too: where in the catalog's history it was last touched. No foreign key: the row outlives the
-- product.
CREATE TABLE catalog_changes (
  sequence   INTEGER NOT NULL PRIMARY KEY,
  product_id BLOB    NOT NULL UNIQUE CHECK (length(product_id) = 22)
) STRICT;

-- Carts and orders

CREATE TABLE carts (
  id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  version     INTEGER NOT NULL CHECK (version >= 1),
  shown_total INTEGER,  -- minor units of the cart's currency
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  record      TEXT    NOT NULL
) STRICT;
CREATE INDEX carts_by_expiry ON carts (expires_at);

CREATE TABLE orders (
  id                BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  number            TEXT    NOT NULL UNIQUE,
  cart_id           BLOB    NOT NULL CHECK (length(cart_id) = 22),  -- carts go when they expire, orders stay
  version           INTEGER NOT NULL CHECK (version >= 1),
  state             TEXT    NOT NULL CHECK (
    state = 'pending' OR state = 'confirmed' OR state = 'canceled' OR state = 'expired' OR state = 'needs_review'
    OR state = 'closed'),
  payment_state     TEXT    NOT NULL CHECK (
    payment_state = 'none' OR payment_state = 'authorized' OR payment_state = 'partially_paid'
    OR payment_state = 'paid' OR payment_state = 'partially_refunded' OR payment_state = 'refunded'
    OR payment_state = 'voided'),
  fulfillment_state TEXT    NOT NULL CHECK (
    fulfillment_state = 'unfulfilled' OR fulfillment_state = 'partial' OR fulfillment_state = 'fulfilled'
    OR fulfillment_state = 'returned'),
  currency          TEXT    NOT NULL CHECK (length(currency) = 3),
  goods             INTEGER NOT NULL CHECK (goods >= 0),
  discount          INTEGER NOT NULL CHECK (discount >= 0),
  shipping          INTEGER NOT NULL CHECK (shipping >= 0),
  tax               INTEGER NOT NULL CHECK (tax >= 0),
  total             INTEGER NOT NULL CHECK (total >= 0),
  refusal           TEXT,
  refusal_detail    TEXT    NOT NULL,
  hold_expires_at   INTEGER NOT NULL,
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  record            TEXT    NOT NULL,
  CHECK (total = goods + shipping + tax - discount)
) STRICT;
CREATE UNIQUE INDEX orders_live_by_cart ON orders (cart_id) WHERE state NOT IN ('expired', 'canceled');
CREATE INDEX orders_pending_by_hold ON orders (hold_expires_at) WHERE state = 'pending';

CREATE TABLE order_reservations (
  order_id      BLOB    NOT NULL REFERENCES orders (id),
  stock_item_id BLOB    NOT NULL REFERENCES stock_items (id),
  position      INTEGER NOT NULL,  -- in the order
  quantity      INTEGER NOT NULL CHECK (quantity >= 1),
  state         TEXT    NOT NULL CHECK (state = 'held' OR state = 'committed' OR state = 'released'),
  PRIMARY KEY (order_id, stock_item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_attempts (
  order_id           BLOB    NOT NULL REFERENCES orders (id),
  number             INTEGER NOT NULL CHECK (number BETWEEN 1 AND 5),
  id                 BLOB    NOT NULL CHECK (length(id) = 22),
  provider           TEXT    NOT NULL,
  token              TEXT    NOT NULL,
  amount             INTEGER NOT NULL CHECK (amount >= 0),
  state              TEXT    NOT NULL CHECK (
    state = 'open' OR state = 'authorizing' OR state = 'authorized' OR state = 'capturing' OR state = 'captured'
    OR state = 'failed' OR state = 'voided' OR state = 'refunded'),
  provider_reference TEXT    NOT NULL,
  refusal            TEXT    NOT NULL,
  action_url         TEXT    NOT NULL,
  void_due           INTEGER NOT NULL CHECK (void_due IN (0, 1)),
  refund_due         INTEGER NOT NULL CHECK (refund_due IN (0, 1)),
  created_at         INTEGER NOT NULL,
  PRIMARY KEY (order_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_attempts_undecided ON payment_attempts (created_at) WHERE state IN ('open', 'authorizing');
CREATE INDEX payment_attempts_to_give_back ON payment_attempts (order_id) WHERE void_due = 1 OR refund_due = 1;

CREATE TABLE order_history (
  order_id          BLOB    NOT NULL REFERENCES orders (id),
  version           INTEGER NOT NULL CHECK (version >= 1),
  state             TEXT    NOT NULL,
  payment_state     TEXT    NOT NULL,
  fulfillment_state TEXT    NOT NULL,
  what              TEXT    NOT NULL,
  at                INTEGER NOT NULL,
  PRIMARY KEY (order_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER order_history_is_never_changed BEFORE UPDATE ON order_history
  BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER order_history_is_never_deleted BEFORE DELETE ON order_history
  BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

-- A request's scope and hash, and its final answer once there is one. A row of a checkout names the attempt it opened and stays
-- for ever, so that no key ever makes a second order; after 72 hours only its answer goes.
CREATE TABLE answers (
  scope          TEXT    NOT NULL PRIMARY KEY,
  request_hash   BLOB    NOT NULL CHECK (length(request_hash) = 32),
  order_id       BLOB    REFERENCES orders (id),
  attempt_number INTEGER,
  status         INTEGER CHECK (status BETWEEN 200 AND 499 AND status <> 202),
  body           TEXT,
  location       TEXT,
  etag           TEXT,
  created_at     INTEGER NOT NULL,
  CHECK ((order_id IS NULL) = (attempt_number IS NULL)),
  CHECK ((status IS NULL) = (body IS NULL)),
  CHECK (order_id IS NOT NULL OR status IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX answers_by_attempt ON answers (order_id, attempt_number) WHERE order_id IS NOT NULL;
CREATE INDEX answers_by_age ON answers (created_at) WHERE status IS NOT NULL;

-- Events and queues

CREATE TABLE outbox (
  sequence          INTEGER NOT NULL PRIMARY KEY,
  id                BLOB    NOT NULL CHECK (length(id) = 22),
  type              TEXT    NOT NULL,
  aggregate         TEXT    NOT NULL,
  aggregate_version INTEGER NOT NULL CHECK (aggregate_version >= 1),
  at                INTEGER NOT NULL,
  data              TEXT    NOT NULL,
  published_at      INTEGER,
  UNIQUE (aggregate, aggregate_version)
) STRICT;
CREATE INDEX outbox_unpublished ON outbox (sequence) WHERE published_at IS NULL;

CREATE TABLE queue_messages (
  id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  queue         TEXT    NOT NULL,
  body          TEXT    NOT NULL,
  created_at    INTEGER NOT NULL,
  visible_at    INTEGER NOT NULL,
  receive_count INTEGER NOT NULL CHECK (receive_count >= 0),
  receipt       BLOB,
  dead_at       INTEGER
) STRICT;
CREATE INDEX queue_messages_by_visibility ON queue_messages (queue, visible_at) WHERE dead_at IS NULL;
CREATE INDEX queue_messages_dead ON queue_messages (queue, dead_at) WHERE dead_at IS NOT NULL;
)sql";

}  // namespace souk::embedded
