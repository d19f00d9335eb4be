#pragma once

#include <gtest/gtest.h>

#include "contract/home.h"

namespace souk::contract {

/// What every home's Mailer promises.
class MailerContract : public testing::TestWithParam<OpenHome> {
 protected:
  std::unique_ptr<Home> home_ = GetParam()();
};

}  // namespace souk::contract
