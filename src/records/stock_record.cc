#include "records/members.h"
#include "records/records.h"

namespace souk::records {

std::string write_whole(const StockItem& item) {
  return record([&](Members& members) {
    members.always("policy", name_of(item.policy)).always("on_hand", item.on_hand).always("reserved", item.reserved);
    members.always("low_stock_threshold", item.low_stock_threshold).always("version", item.version);
  });
}

}  // namespace souk::records
