#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>

namespace fracture {

/**
 * An image decoded by a library inside TensorFlow, in any thread: [height, width, channels] bytes, which live as long as this
 * does. Its makers throw std::runtime_error when the bytes are no complete file of their kind.
 */
class DecodedImage {
 public:
  /** By libjpeg-turbo (op DecodeJpeg), colours left out, at libjpeg's full accuracy: 1 channel. */
  static DecodedImage jpegLuma(const uint8_t* bytes, size_t length);
  /** By libpng (op DecodePng), in 8 bits, with as many channels as the file has. */
  static DecodedImage png(const uint8_t* bytes, size_t length);

  const uint8_t* data() const { return data_; }
  int64_t width() const { return width_; }
  int64_t height() const { return height_; }
  int64_t channels() const { return channels_; }

 private:
  /** @param tensor a TF_Tensor, freed with the last copy of this */
  explicit DecodedImage(void* tensor);

  std::shared_ptr<void> tensor_;
  const uint8_t* data_;
  int64_t width_, height_, channels_;
};

}  // namespace fracture
