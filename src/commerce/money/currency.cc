#include "commerce/money/currency.h"

#include <algorithm>

namespace souk {
namespace {

// ISO 4217, list one of 2024-06-25 with its amendments up to 2026-01-01: XCG replaced ANG, BGN went into EUR, CUC was
// withdrawn. Left out is what nobody pays with: metals, bond units, testing codes, and funds codes except the two inflation
// units that Chile (CLF) and Uruguay (UYW) write prices in. One string per exponent, each code followed by a blank.
constexpr std::string_view kCodes[] = {
    // 0 decimal places
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ",
    // 1: no currency
    "",
    // 2
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
    "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE "
    "SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR "
    "ZMW ZWG ",
    // 3
    "BHD IQD JOD KWD LYD OMR TND ",
    // 4
    "CLF UYW ",
};
constexpr std::size_t kCodeWidth = 4;  // with its blank

constexpr std::size_t kCount = [] {
  std::size_t count = 0;
  for (const std::string_view codes : kCodes) count += codes.size() / kCodeWidth;
  return count;
}();

}  // namespace

struct Currency::List {
  std::array<Currency, kCount> by_code;

  constexpr List() {
    std::size_t next = 0;
    for (std::int8_t exponent = 0; exponent < static_cast<std::int8_t>(std::size(kCodes)); ++exponent)
      for (std::string_view codes = kCodes[exponent]; !codes.empty(); codes.remove_prefix(kCodeWidth))
        by_code[next++] = Currency{codes, exponent};
    std::ranges::sort(by_code, {}, &Currency::letters_);
  }

  static const List& instance() {
    static constexpr List list;
    return list;
  }
};

Result<Currency> Currency::parse(std::string_view code) {
  const auto& by_code = List::instance().by_code;
  const auto found = std::ranges::lower_bound(by_code, code, {}, &Currency::code);
  if (found == by_code.end() || found->code() != code) return fail(ErrorCode::invalid_argument, "Not a currency of ISO 4217");
  return *found;
}

std::span<const Currency> Currency::all() { return List::instance().by_code; }

}  // namespace souk
