#include "candidates.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "agreement.h"

namespace fracture {
namespace {

constexpr int turnBins = 16, zoomBins = 8, halfBins = turnBins * zoomBins, bins = 2 * halfBins;
constexpr float spread = 9;
/** So many with most votes are looked at more closely. */
constexpr size_t shortlist = 100;

struct Weights {
  std::array<float, mostDifferent + 1> of{};
  Weights() {
    for (int h = 0; h <= mostDifferent; h++) of[h] = std::exp(-0.5f * h * h / (spread * spread));
  }
};

void keepBest(std::vector<Candidate>& found, size_t limit) {
  const size_t kept = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + kept, found.end(), [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.image < b.image;
  });
  found.resize(kept);
}

}  // namespace

Index::Index(const Code* codes, const std::vector<int64_t>& starts, int words)
    : images_(static_cast<int>(starts.size()) - 1), codes_(codes), starts_(starts), listStarts_(words + 1),
      votes_(static_cast<size_t>(images_) * bins) {
  const auto isKnown = [words](const Code& code) { return code.words[0] < words; };
  for (const Code* code = codes; code < codes + starts[images_]; code++) {
    if (isKnown(*code)) listStarts_[code->words[0] + 1]++;
  }
  for (int word = 0; word < words; word++) listStarts_[word + 1] += listStarts_[word];
  entries_.resize(listStarts_[words]);
  std::vector<int64_t> next(listStarts_.begin(), listStarts_.end() - 1);
  for (int image = 0; image < images_; image++) {
    for (const Code* code = codes + starts[image]; code < codes + starts[image + 1]; code++) {
      if (!isKnown(*code)) continue;
      entries_[next[code->words[0]]++] = {code->signature, image, code->angle, code->logScale, code->isBright};
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
      if (code.words[w] + 1u >= listStarts_.size()) continue;
      const Entry* const list = entries_.data() + listStarts_[code.words[w]];
      const Entry* const end = entries_.data() + listStarts_[code.words[w] + 1];
      const float rarity = 1 / std::sqrt(8.0f + (end - list));
      for (const Entry* at = list; at < end; at++) {
        const Entry& entry = *at;
        const int different = __builtin_popcountll(entry.signature ^ code.signature);
        if (different > mostDifferent) continue;
        if (!isTouched[entry.image]) isTouched[entry.image] = 1, touched.push_back(entry.image);
        float* own = &votes_[static_cast<size_t>(entry.image) * bins + (code.isBright == entry.isBright ? 0 : halfBins)];
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
    const float size = static_cast<float>(starts_[image + 1] - starts_[image]);
    found.push_back({image, *std::max_element(own, own + bins) / std::sqrt(20 + size)});
    std::fill_n(own, bins, 0.0f);
  }
  keepBest(found, std::max<size_t>(shortlist, limit));
  for (Candidate& candidate : found) {
    const int64_t from = starts_[candidate.image], to = starts_[candidate.image + 1];
    candidate.score = countAgreeing(codes, count, codes_ + from, to - from) + candidate.score / (1 + candidate.score);
  }
  keepBest(found, limit);
  return found;
}

}  // namespace fracture
