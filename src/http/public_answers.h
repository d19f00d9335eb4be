#pragma once

#include "http/public_read.h"
#include "http/request.h"
#include "http/response_cache.h"
#include "ports/catalog_index.h"
#include "ports/catalog_store.h"
#include "ports/clock.h"
#include "ports/settings_store.h"

namespace souk::http {

/// Answers public reads: from the response cache where it is right, with validators and compressed as the client likes it.
/// Thread-safe.
class PublicAnswers {
 public:
  PublicAnswers(const ports::CatalogStore& catalog, const ports::CatalogIndex& index, const ports::SettingsStore& settings,
                const ports::Clock& clock, std::size_t cache_bytes);

  /// Whether `answer` would find it made already.
  bool has(const PublicRead& read) const;
  /// Errors: what computing it reports; unavailable.
  Result<Response> answer(const PublicRead& read, const Request& request) const;

 private:
  /// One number that grows when any of them does. Errors: unavailable.
  Result<std::int64_t> version_of(const Sources& sources) const;
  SharedAnswer finish(const PublicRead& read, PublicAnswer answer, std::int64_t version) const;
  SharedAnswer recoded(const PublicRead& read, const FinishedAnswer& plain, Coding coding, std::int64_t version) const;
  void keep(const PublicRead& read, const SharedAnswer& answer, std::int64_t version) const;

  const ports::CatalogStore& catalog_;
  const ports::CatalogIndex& index_;
  const ports::SettingsStore& settings_;
  const ports::Clock& clock_;
  mutable ResponseCache cache_;
};

}  // namespace souk::http
