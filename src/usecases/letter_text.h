#pragma once

#include <string>

#include "commerce/shop/settings.h"
#include "ports/letters.h"
#include "ports/mailer.h"

namespace souk::usecases {

/// The mail that a letter becomes. `origin`: what links begin with ("https://shop.example"), never what a request said of
/// itself. `token`: of its link, where its kind has one.
ports::Mail mail_of(const ports::Letter& letter, const ShopSettings& settings, const std::string& origin,
                    const std::string& token);

}  // namespace souk::usecases
