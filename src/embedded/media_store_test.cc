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
