#pragma once

#include <memory>

#include "ports/secrets.h"
#include "ports/signer.h"

namespace souk::embedded {

/// Signs with a key that only `secrets` can tell.
std::unique_ptr<ports::Signer> make_signer(const ports::Secrets& secrets);

}  // namespace souk::embedded
