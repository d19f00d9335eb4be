#pragma once

#include "json/writer.h"

namespace souk::http {

using JsonWriter = json::Writer;

}  // namespace souk::http
