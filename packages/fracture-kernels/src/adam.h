#pragma once

namespace fracture {
void registerAdam();
}  // namespace fracture
