#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>

namespace fracture {

/** The luma of a JPEG: [height, width] bytes, which live as long as this does. */
class JpegLuma {
 public:
  /**
   * Decodes with the libjpeg-turbo inside TensorFlow (its op DecodeJpeg), colours left out, at libjpeg's full accuracy.
   * May be called in any thread.
   * @throws std::runtime_error when the bytes are no complete JPEG
   */
  JpegLuma(const uint8_t* bytes, size_t length);

  const uint8_t* data() const { return data_; }
  int64_t width() const { return width_; }
  int64_t height() const { return height_; }

 private:
  std::shared_ptr<void> tensor_;
  const uint8_t* data_;
  int64_t width_, height_;
};

}  // namespace fracture
