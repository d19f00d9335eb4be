#include "usecases/fetch_pictures.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "commerce/catalog/picture.h"
#include "usecases/store_trouble.h"

namespace souk::usecases {
namespace {

// Mostly waiting for other people's servers; each holds one picture (20 MiB at most) in memory.
constexpr std::size_t kWorkers = 8;
constexpr int kTriesAgainstEditors = 3;
constexpr std::chrono::milliseconds kLookForCancel{100};

}  // namespace

/// How one product fared.
struct FetchPictures::Outcome {
  std::vector<shopify::Note> notes{};
  std::int64_t taken = 0;
  std::optional<Error> trouble{};
};

struct FetchPictures::Work {
  const std::vector<PicturesElsewhere>& wanted;
  std::mutex mutex{};  // guards what follows
  std::condition_variable changed{};
  std::size_t next = 0;
  std::size_t working = kWorkers;
  std::vector<Outcome> outcomes{};
};

Result<void> FetchPictures::operator()(const std::vector<PicturesElsewhere>& wanted, ImportCounts& counts,
                                       std::int64_t bytes_read, ImportObserver& observer) const {
  if (wanted.empty()) return {};
  for (const auto& product : wanted) counts.pictures_wanted += static_cast<std::int64_t>(product.pictures.size());
  Work work{wanted};
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < kWorkers; ++i) workers.emplace_back([&] { work_on(work); });

  std::optional<Error> trouble;
  for (bool ended = false; !ended;) {
    std::unique_lock lock(work.mutex);
    work.changed.wait_for(lock, kLookForCancel, [&] { return !work.outcomes.empty() || work.working == 0; });
    auto outcomes = std::exchange(work.outcomes, {});
    ended = work.working == 0;
    for (const auto& outcome : outcomes)
      if (outcome.trouble) trouble = outcome.trouble;
    if (trouble || observer.canceled()) work.next = wanted.size();
    lock.unlock();

    for (const auto& outcome : outcomes) {
      counts.pictures += outcome.taken;
      counts.warnings += static_cast<std::int64_t>(outcome.notes.size());
      for (const auto& note : outcome.notes) observer.noted(note);
    }
    if (!outcomes.empty()) observer.progressed(counts, bytes_read);
  }
  if (trouble) return std::unexpected(*trouble);
  return {};
}

void FetchPictures::work_on(Work& work) const {
  std::unique_lock lock(work.mutex);
  while (work.next < work.wanted.size()) {
    const PicturesElsewhere& wanted = work.wanted[work.next++];
    lock.unlock();
    Outcome outcome = take(wanted);
    lock.lock();
    work.outcomes.push_back(std::move(outcome));
    work.changed.notify_one();
  }
  --work.working;
  work.changed.notify_one();
}

FetchPictures::Outcome FetchPictures::take(const PicturesElsewhere& wanted) const {
  Outcome outcome;
  std::map<std::string, std::string> media_by_url;
  for (const auto& picture : wanted.pictures) {
    auto media = taken(picture.url);
    if (media) {
      media_by_url.emplace(picture.url, *std::move(media));
      continue;
    }
    if (is_store_trouble(media.error().code) && media.error().code != ErrorCode::unavailable) outcome.trouble = media.error();
    outcome.notes.push_back(
        {picture.line, shopify::Severity::warning, "The picture '" + picture.url + "' was not taken: " + media.error().detail});
  }
  if (media_by_url.empty()) return outcome;
  if (const auto shown = show(wanted.product, media_by_url)) {
    outcome.taken = static_cast<std::int64_t>(media_by_url.size());
  } else {
    if (is_store_trouble(shown.error().code)) outcome.trouble = shown.error();
    outcome.notes.push_back({wanted.pictures.front().line, shopify::Severity::warning,
                             "The pictures of '" + wanted.handle + "' were not taken: " + shown.error().detail});
  }
  return outcome;
}

Result<std::string> FetchPictures::taken(const std::string& url) const {
  TRY(const std::string bytes, fetch_(url));
  TRY(const Picture picture, check_picture(bytes));
  return media_.put(bytes, picture.extension);
}

Result<void> FetchPictures::show(const ProductId& id, const std::map<std::string, std::string>& media_by_url) const {
  for (int tries = 1;; ++tries) {
    TRY(Product product, catalog_.product(id));
    bool changed = false;
    const auto fill = [&](Image& image) {
      const auto found = media_by_url.find(image.source_url);
      if (found == media_by_url.end() || !image.media.empty()) return;
      image.media = found->second;
      changed = true;
    };
    std::ranges::for_each(product.images, fill);
    for (Variant& variant : product.variants)
      if (variant.image) fill(*variant.image);
    if (!changed) return {};
    const auto written = catalog_.put({}, {product});
    if (written) return {};
    // Somebody edits the product meanwhile: their change stays, ours is made on top of it.
    if (written.error().code != ErrorCode::version_conflict || tries == kTriesAgainstEditors)
      return std::unexpected(written.error());
  }
}

}  // namespace souk::usecases
