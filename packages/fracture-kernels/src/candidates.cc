#include "candidates.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fracture {
namespace {

constexpr int turnBins = 16, zoomBins = 8, bins = turnBins * zoomBins;
/** Of 64 signs; strangers in one word differ by 32 or a little less. */
constexpr int mostDifferent = 22;
constexpr float spread = 9;

struct Weights {
  std::array<float, mostDifferent + 1> of{};
  Weights() {
    for (int h = 0; h <= mostDifferent; h++) of[h] = std::exp(-0.5f * h * h / (spread * spread));
  }
};

}  // namespace

Index::Index(const Code* codes, const std::vector<int64_t>& starts, int words)
    : images_(static_cast<int>(starts.size()) - 1), lists_(words), counts_(images_),
      votes_(static_cast<size_t>(images_) * bins) {
  for (int image = 0; image < images_; image++) {
    counts_[image] = starts[image + 1] - starts[image];
    for (int64_t i = starts[image]; i < starts[image + 1]; i++) {
      if (codes[i].words[0] < words) lists_[codes[i].words[0]].push_back({codes[i].signature, image, codes[i].angle, codes[i].logScale});
    }
  }
}

std::vector<Candidate> Index::search(const Code* codes, int64_t count, int limit) {
  static const Weights weights;
  std::vector<char> isTouched(images_);
  std::vector<int> touched;
  for (int64_t i = 0; i < count; i++) {
    const Code& code = codes[i];
    for (int w = 0; w < (code.words[0] == code.words[1] ? 1 : 2); w++) {
      if (code.words[w] >= lists_.size()) continue;
      const auto& list = lists_[code.words[w]];
      const float rarity = 1 / std::sqrt(8.0f + list.size());
      for (const Entry& entry : list) {
        const int different = __builtin_popcountll(entry.signature ^ code.signature);
        if (different > mostDifferent) continue;
        if (!isTouched[entry.image]) isTouched[entry.image] = 1, touched.push_back(entry.image);
        float* own = &votes_[static_cast<size_t>(entry.image) * bins];
        // Bins overlap by half, so that what lies near a bin's edge is whole in the next.
        const int turn = static_cast<uint8_t>(code.angle - entry.angle) / 16;
        const int zoom = std::clamp((code.logScale - entry.logScale + 64) / 16, 0, zoomBins - 2);
        const float weight = weights.of[different] * rarity;
        for (const int t : {turn, (turn + 1) % turnBins}) {
          own[t * zoomBins + zoom] += weight;
          own[t * zoomBins + zoom + 1] += weight;
        }
      }
    }
  }
  std::vector<Candidate> found;
  for (const int image : touched) {
    float* own = &votes_[static_cast<size_t>(image) * bins];
    found.push_back({image, *std::max_element(own, own + bins) / std::sqrt(20.0f + counts_[image])});
    std::fill_n(own, bins, 0.0f);
  }
  const size_t kept = std::min<size_t>(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + kept, found.end(), [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.image < b.image;
  });
  found.resize(kept);
  return found;
}

}  // namespace fracture
