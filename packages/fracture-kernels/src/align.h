#pragma once
#include "affine.h"
#include "flattened.h"

namespace fracture {

/** How well one radiograph lies upon another. */
struct Alignment {
  Affine map;
  /** Correlation of locally normalised grey levels by tiles, the worst left out, -1 .. 1; -1 when hopeless. */
  float correlation = -1;
  /** The same by windows a third as wide: bone's texture and edges rather than its shape. */
  float detail = -1;
  /** Share of the smaller picture that lies upon the other, 0 .. 1. */
  float overlap = 0;
  /** Pixels of the first on which the correlation rests. */
  float pixels = 0;
};

/** A radiograph made ready to be laid upon others, or others upon it. */
class Alignable {
 public:
  struct Scale {
    Plane values, valid, dx, dy;
  };

  explicit Alignable(Flattened image);

  /**
   * Lays the other upon this one, from a guess on. Gauss-Newton steps on locally normalised pixels (compare Evangelidis &
   * Psarakis 2008, ECC), coarse to fine: a true copy comes to lie within a fraction of a pixel, and only then is what
   * remains far less than between two radiographs of one body part. Hopeless guesses end after the coarse steps.
   */
  Alignment align(const Alignable& other, const Affine& guess) const;

 private:
  static Scale makeScale(const Flattened& image, float sigmaPixels, int halvings);

  Flattened image_;
  Scale coarse_, fine_;
};

}  // namespace fracture
