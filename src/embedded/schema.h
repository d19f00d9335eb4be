#pragma once

#include <span>

#include "sqlite/migrations.h"

namespace souk::embedded {

inline constexpr std::int64_t kApplicationId = 0x736f756b;  // "souk", in the header of the file

/// Every step of the schema of souk.db, oldest first.
std::span<const sqlite::Migration> schema();

}  // namespace souk::embedded
