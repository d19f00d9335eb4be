#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/id_source.h"
#include "ports/mailer.h"

namespace souk::embedded {

/// Of a shop in development: the mails it would have sent stay in its database, for the admin to read.
class DevelopmentMailbox final : public ports::Mailer, public ports::Mailbox {
 public:
  DevelopmentMailbox(Database& database, const ports::Clock& clock, ports::IdSource& ids)
      : database_(database), clock_(clock), ids_(ids) {}

  Result<void> send(const ports::Mail& mail) override;
  Result<std::vector<ports::KeptMail>> newest(const std::optional<std::string>& to, std::optional<MessageId> before,
                                              std::int64_t limit) const override;

 private:
  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
};

}  // namespace souk::embedded
