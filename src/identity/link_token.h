#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commerce/id/id.h"
#include "ports/signer.h"

namespace souk::identity {

/// What a mailed link carries: the letter's id and its signature. Nothing secret is stored, so nothing that is stored opens an
/// account.
std::string link_token(const ports::Signer& signer, const LetterId& letter);
/// The letter that a token came with; nullopt: none of ours.
std::optional<LetterId> letter_of(const ports::Signer& signer, std::string_view token);

}  // namespace souk::identity
