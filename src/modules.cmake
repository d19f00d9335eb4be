# The layers: a module sees what it USES and what those use, and nothing else (held by the test `layers`).
shop_module(commerce)
shop_module(html      USES commerce LINKS gumbo)
shop_module(json      USES commerce)
shop_module(records   USES commerce json LINKS boost_json)
shop_module(shopify   USES commerce html records LINKS csv)
shop_module(ports     USES commerce)
shop_module(identity  USES ports records json LINKS breached_passwords_assets crypto sodium SUPPORT)
shop_module(usecases  USES ports records shopify html identity LINKS sodium SUPPORT)
shop_module(demo      USES usecases LINKS boost_json demo_assets)
shop_module(net       USES commerce LINKS asio)

shop_module(sqlite    USES commerce LINKS sqlite3mc)
shop_module(search    USES sqlite ports LINKS sqlite3mc stemmer)
shop_module(embedded  USES sqlite search ports records identity LINKS sodium SUPPORT)
shop_module(providers USES ports net LINKS asio boost_json SUPPORT)
shop_module(aws       USES ports records json net search LINKS boost_json crypto SUPPORT)

shop_module(http      USES usecases json LINKS api pages_assets problems_assets boost_json brotli zlib crypto SUPPORT)
shop_module(server    USES http net LINKS asio spdlog prometheus SUPPORT)

shop_module(apps      USES server http embedded providers usecases demo LINKS cli11 spdlog)
