#pragma once

#include <string>
#include <vector>

#include "usecases/priced_cart.h"

namespace souk::http {

std::string cart_json(const usecases::PricedCart& priced);
std::string shipping_options_json(const std::vector<usecases::ShippingOption>& options);

}  // namespace souk::http
