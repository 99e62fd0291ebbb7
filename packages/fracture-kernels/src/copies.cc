#include "copies.h"

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

#include "align.h"
#include "arguments.h"
#include "background.h"
#include "candidates.h"
#include "guarded.h"
#include "poses.h"

namespace fracture {
namespace {

constexpr int leastSide = 32, mostSide = 1024, mostWords = 65535, mostCandidates = 1000;
/** What alignCopies says of each pair. */
constexpr int alignmentFloats = 5;
/** With fewer matched keypoints than that a pose is chance. */
constexpr int leastInliers = 5;
constexpr int posesTried = 2;

void require(bool isRight, const char* what) {
  if (!isRight) throw std::invalid_argument(std::string("Expected ") + what + ". Received: an array of another length");
}

int readSide(const Arguments& arguments, size_t index) {
  const int side = static_cast<int>(arguments.integer(index, "side", leastSide, mostSide));
  if (side % 2 == 0) return side;
  throw std::invalid_argument("Expected an even side. Received: " + std::to_string(side));
}

std::vector<Keypoint> mirroredAll(std::vector<Keypoint> keypoints, int side) {
  for (Keypoint& keypoint : keypoints) keypoint = mirrored(keypoint, side);
  return keypoints;
}

/** One radiograph that others are laid upon; its mirror image and negative are made when one asks for them. */
class Target {
 public:
  Target(const uint8_t* pixels, std::vector<Keypoint> keypoints, int side) : pixels_(pixels), side_(side) {
    keypoints_[0] = std::move(keypoints);
    keypoints_[1] = mirroredAll(keypoints_[0], side);
  }

  void compare(bool isMirrored, const std::vector<Keypoint>& keypoints, const uint8_t* pixels, float* into) {
    std::unique_ptr<Alignable> other;
    std::fill_n(into, alignmentFloats, 0.0f);
    into[0] = into[1] = -1;
    for (const Pose& pose : findPoses(keypoints_[isMirrored], keypoints, side_, posesTried)) {
      if (pose.inliers < leastInliers) continue;
      if (!other) other = std::make_unique<Alignable>(flatten(pixels, side_));
      const Alignment found = alignable(isMirrored, pose.isNegative).align(*other, pose.map);
      if (found.correlation <= into[0]) continue;
      const float numbers[alignmentFloats] = {found.correlation, found.detail, found.overlap, found.pixels,
                                              static_cast<float>(pose.inliers)};
      std::copy_n(numbers, alignmentFloats, into);
    }
  }

 private:
  const Alignable& alignable(bool isMirrored, bool isNegative) {
    std::unique_ptr<Alignable>& kept = alignables_[isMirrored][isNegative];
    if (!kept) {
      Flattened image = flatten(pixels_, side_);
      if (isMirrored) image = {mirror(image.grey), mirror(image.valid), mirror(image.contrast)};
      kept = std::make_unique<Alignable>(isNegative ? negative(std::move(image)) : std::move(image));
    }
    return *kept;
  }

  const uint8_t* pixels_;
  int side_;
  std::vector<Keypoint> keypoints_[2];
  std::unique_ptr<Alignable> alignables_[2][2];
};

}  // namespace

napi_value describeRadiograph(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 3);
    const auto pixels = arguments.bytes(0), into = arguments.bytes(2);
    const int side = readSide(arguments, 1);
    require(pixels.length == static_cast<size_t>(side) * side, "side x side pixels");
    require(into.length == keypointLimit * sizeof(Keypoint), "room for descriptionBytes");
    return inBackground(env, arguments.all(), [=] {
      const std::vector<Keypoint> found = findKeypoints(flatten(pixels.data, side));
      uint8_t* out = const_cast<uint8_t*>(into.data);
      std::memset(out, 0, into.length);
      std::memcpy(out, found.data(), found.size() * sizeof(Keypoint));
    });
  });
}

napi_value makeVocabulary(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 3);
    const auto sample = arguments.bytes(0);
    const int words = static_cast<int>(arguments.integer(1, "number of words", 1, mostWords));
    const auto into = arguments.floats(2);
    const size_t count = sample.length / sizeof(Keypoint);
    require(count >= static_cast<size_t>(words), "a keypoint or more for each word");
    require(into.length == Vocabulary::floats(words), "room for a vocabulary");
    return inBackground(env, arguments.all(), [=] {
      std::vector<uint8_t> descriptors(count * descriptorBytes);
      for (size_t i = 0; i < count; i++) {
        const uint8_t* from = sample.data + i * sizeof(Keypoint) + offsetof(Keypoint, descriptor);
        std::copy_n(from, descriptorBytes, descriptors.begin() + i * descriptorBytes);
      }
      Vocabulary::make(descriptors.data(), count, words, into.data);
    });
  });
}

napi_value encodeDescription(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 6);
    const auto vocabulary = arguments.floats(0);
    const int words = static_cast<int>(arguments.integer(1, "number of words", 1, mostWords));
    const auto description = arguments.bytes(2);
    const int side = readSide(arguments, 3);
    const auto upright = arguments.bytes(4), flipped = arguments.bytes(5);
    const size_t count = description.length / sizeof(Keypoint);
    require(vocabulary.length == Vocabulary::floats(words), "a vocabulary of that many words");
    require(upright.length == count * sizeof(Code) && flipped.length == upright.length, "room for a code a keypoint");
    return inBackground(env, arguments.all(), [=] {
      const Vocabulary known(vocabulary.data, words);
      size_t at = 0;
      for (const Keypoint& keypoint : readKeypoints(description.data, description.length)) {
        const Code codes[2] = {known.encode(keypoint, side), known.encode(mirrored(keypoint, side), side)};
        std::memcpy(const_cast<uint8_t*>(upright.data) + at, &codes[0], sizeof(Code));
        std::memcpy(const_cast<uint8_t*>(flipped.data) + at, &codes[1], sizeof(Code));
        at += sizeof(Code);
      }
    });
  });
}

napi_value searchCopies(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 7);
    const auto upright = arguments.bytes(0), queries = arguments.bytes(1);
    const std::vector<int64_t> starts = arguments.positions(2);
    const int words = static_cast<int>(arguments.integer(3, "number of words", 1, mostWords));
    const int64_t images = static_cast<int64_t>(starts.size()) - 1;
    require(images >= 1 && starts[0] == 0, "where each image's codes begin, and the end");
    const int64_t first = arguments.integer(4, "first image", 0, images - 1);
    const int limit = static_cast<int>(arguments.integer(5, "number of candidates", 1, mostCandidates));
    const auto into = arguments.floats(6);
    for (int64_t i = 0; i < images; i++) require(starts[i] <= starts[i + 1], "starts that rise");
    require(upright.length == starts[images] * sizeof(Code) && queries.length == upright.length, "a code a keypoint");
    const int64_t count = static_cast<int64_t>(into.length) / (2 * limit);
    require(into.length == static_cast<size_t>(count) * 2 * limit && first + count <= images, "room for candidates");
    return inBackground(env, arguments.all(), [=] {
      Index index(reinterpret_cast<const Code*>(upright.data), starts, words);
      for (int64_t i = 0; i < count; i++) {
        const int64_t from = starts[first + i], end = starts[first + i + 1];
        const auto found = index.search(reinterpret_cast<const Code*>(queries.data) + from, end - from, limit);
        float* out = into.data + i * 2 * limit;
        for (int k = 0; k < limit; k++) {
          const bool isThere = k < static_cast<int>(found.size());
          out[2 * k] = isThere ? static_cast<float>(found[k].image) : -1;
          out[2 * k + 1] = isThere ? found[k].score : 0;
        }
      }
    });
  });
}

napi_value alignCopies(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 7);
    const auto pixels = arguments.bytes(0), description = arguments.bytes(1), otherPixels = arguments.bytes(2);
    const auto otherDescriptions = arguments.bytes(3), mirrors = arguments.bytes(4);
    const int side = readSide(arguments, 5);
    const auto into = arguments.floats(6);
    const size_t area = static_cast<size_t>(side) * side, others = mirrors.length;
    constexpr size_t descriptionBytes = keypointLimit * sizeof(Keypoint);
    require(pixels.length == area && otherPixels.length == area * others, "side x side pixels an image");
    require(otherDescriptions.length == descriptionBytes * others, "descriptionBytes an image");
    require(into.length == others * alignmentFloats, "room for five numbers a pair");
    return inBackground(env, arguments.all(), [=] {
      Target target(pixels.data, readKeypoints(description.data, description.length), side);
      for (size_t i = 0; i < others; i++) {
        const auto keypoints = readKeypoints(otherDescriptions.data + i * descriptionBytes, descriptionBytes);
        target.compare(mirrors.data[i] != 0, keypoints, otherPixels.data + i * area, into.data + i * alignmentFloats);
      }
    });
  });
}

}  // namespace fracture
