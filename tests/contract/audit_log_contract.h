#pragma once

#include <gtest/gtest.h>

#include "contract/home.h"

namespace souk::contract {

/// What every AuditLog promises, the entries of other ports' writes among it.
class AuditLogContract : public testing::TestWithParam<OpenHome> {
 protected:
  std::unique_ptr<Home> home_ = GetParam()();
};

}  // namespace souk::contract
