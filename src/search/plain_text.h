#pragma once

#include <string>
#include <string_view>

namespace souk::search {

/// What a reader sees of sanitized HTML, for indexing: tags gone, entities of XML and by number decoded. Tags that begin a
/// new line or cell separate words, those within a line do not ("<b>t</b>ea" is one word).
std::string plain_text(std::string_view html);

}  // namespace souk::search
