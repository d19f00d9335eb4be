#pragma once

#include "contract/home.h"

namespace souk::contract {

/// All ports, in a folder of its own.
std::unique_ptr<Home> open_embedded_home();

}  // namespace souk::contract
