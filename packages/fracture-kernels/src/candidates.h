#pragma once
#include <cstdint>
#include <vector>

#include "vocabulary.h"

namespace fracture {

struct Candidate {
  int image;
  float score;
};

/**
 * Finds images that share keypoints at one turn and zoom: votes of keypoints with one word and nearly one signature,
 * counted by turn and zoom (Hamming embedding and weak geometry: Jégou et al. 2008, doi:10.1007/978-3-540-88682-2_24);
 * those with most votes are ranked by how many keypoints agree on their places, too.
 */
class Index {
 public:
  /** @param codes of all images, one after another, kept by the caller; `starts` [images + 1] says where each begins */
  Index(const Code* codes, const std::vector<int64_t>& starts, int words);

  /** The `limit` images most alike to that of these codes, by falling score: agreeing keypoints, then votes. */
  std::vector<Candidate> search(const Code* codes, int64_t count, int limit);

 private:
  struct Entry {
    uint64_t signature;
    int32_t image;
    uint8_t angle, logScale, isBright;
  };
  int images_;
  const Code* codes_;
  const std::vector<int64_t>& starts_;
  /** By word, one list after another; [words + 1] says where each begins. */
  std::vector<Entry> entries_;
  std::vector<int64_t> listStarts_;
  /** [images, negative, turn, zoom]; all 0 between searches. */
  std::vector<float> votes_;
};

}  // namespace fracture
