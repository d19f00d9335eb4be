#pragma once

#include <string>
#include <vector>

#include "contract/home.h"

namespace souk::contract {

/// Letters that are due and can still be mailed, oldest first; to this address only, when one is given.
inline std::vector<ports::Letter> written_letters(const Home& home, const std::string& to = {}) {
  std::vector<ports::Letter> found;
  const auto events = home.outbox->unpublished(100).value();
  for (const ports::Event& event : events) {
    if (event.type != ports::kLetterWritten) continue;
    const auto letter = home.letters->find(LetterId::parse(event.aggregate).value());
    if (letter && (to.empty() || letter->to == to)) found.push_back(*letter);
  }
  return found;
}

inline std::vector<ports::LetterKind> kinds_written(const Home& home, const std::string& to = {}) {
  std::vector<ports::LetterKind> kinds;
  for (const ports::Letter& letter : written_letters(home, to)) kinds.push_back(letter.kind);
  return kinds;
}

/// The token of the newest link to this address.
inline std::string newest_link(const Home& home, const std::string& to) {
  const auto letters = written_letters(home, to);
  return letters.empty() ? "there is no letter" : home.link_token(letters.back().id);
}

}  // namespace souk::contract
