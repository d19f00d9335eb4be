#include "embedded/media_store.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

using namespace std::string_literals;

const std::string kPng = "\x89PNG\r\n\x1a\npixels"s;

TEST(MediaStore, TellsThatAFileIsNoLongerWhatWasStored) {
  const support::TempFolder folder;
  const auto media = open_media_store(folder.path() / "media");
  const auto key = media->put(kPng, "png").value();
  std::ofstream(folder.path() / "media" / key.substr(0, 2) / key, std::ios::app) << "more";

  EXPECT_EQ(media->find(key).error().code, ErrorCode::corrupt);
}

TEST(MediaStore, OfAnEncryptedShopLaysNothingReadableOnTheDisk) {
  const support::TempFolder folder;
  const MasterKey key = MasterKey::generate();
  const auto keyring = Keyring::open(folder.path(), &key).value();
  const auto media = open_media_store(folder.path() / "media", keyring.get());
  const auto name = media->put(kPng, "png").value();

  std::ifstream file(folder.path() / "media" / name.substr(0, 2) / name, std::ios::binary);
  const std::string stored{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(stored.find("pixels"), std::string::npos);
  EXPECT_EQ(media->find(name)->bytes, kPng);
  EXPECT_EQ(media->put(kPng, "png").value(), name);
}

TEST(MediaStore, TellsWhenAPictureLiesInAnothersPlace) {
  const support::TempFolder folder;
  const MasterKey key = MasterKey::generate();
  const auto keyring = Keyring::open(folder.path(), &key).value();
  const auto media = open_media_store(folder.path() / "media", keyring.get());
  const auto one = media->put(kPng, "png").value();
  const auto other = media->put(kPng + "!", "png").value();
  const auto path_of = [&](const std::string& name) { return folder.path() / "media" / name.substr(0, 2) / name; };
  std::filesystem::copy_file(path_of(one), path_of(other), std::filesystem::copy_options::overwrite_existing);

  EXPECT_EQ(media->find(other).error().code, ErrorCode::corrupt);
}

TEST(MediaStore, LeavesNothingBesideThePicture) {
  const support::TempFolder folder;
  const auto media = open_media_store(folder.path() / "media");
  const auto key = media->put(kPng, "png").value();

  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (entry.is_regular_file()) files.push_back(entry.path().filename().string());
  }
  EXPECT_EQ(files, std::vector{key});
}

}  // namespace
}  // namespace souk::embedded
